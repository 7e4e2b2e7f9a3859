package org.handyrep.conf.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handyrep.conf.jinja.Token.Kind;

/// Cuts a template into text and the tokens of its tags. A `-` at a brace takes the blanks beside it away.
final class Lexer {

    private static final Pattern OPEN = Pattern.compile("\\{[{%#]");
    private static final Pattern RAW = Pattern.compile("\\{%([-+]?)\\s*raw\\s*([-+]?)%}");
    private static final Pattern ENDRAW = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%}");
    private static final Pattern TOKEN = Pattern.compile(
            "(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<float>\\d[\\d_]*\\.\\d+(?:[eE][+-]?\\d+)?|\\d+[eE][+-]?\\d+)|(?<integer>\\d[\\d_]*)"
                    + "|(?<string>'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\")"
                    + "|(?<operator>\\*\\*|//|==|!=|>=|<=|[-+*/%~><=.:|,()\\[\\]{}])",
            Pattern.DOTALL);

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean trim;

    Lexer(String source) {
        this.source = source;
    }

    List<Token> tokens() {
        Matcher open = OPEN.matcher(source);
        while (open.find(at)) {
            int start = open.start();
            Matcher raw = RAW.matcher(source).region(start, source.length());
            if (raw.lookingAt()) {
                raw(raw, start);
                continue;
            }
            boolean strips = start + 2 < source.length() && source.charAt(start + 2) == '-';
            text(start, strips);
            if (source.charAt(start + 1) == '#') {
                comment(start);
            } else {
                tag(start);
            }
        }
        text(source.length(), false);
        tokens.add(new Token(Kind.EOF, "", line(source.length())));
        return tokens;
    }

    private void text(int end, boolean strips) {
        String text = source.substring(at, end);
        if (trim) {
            text = text.stripLeading();
        }
        if (strips) {
            text = text.stripTrailing();
        }
        if (!text.isEmpty()) {
            tokens.add(new Token(Kind.TEXT, text, line(at)));
        }
        at = end;
        trim = false;
    }

    private void raw(Matcher begin, int start) {
        text(start, begin.group(1).equals("-"));
        Matcher end = ENDRAW.matcher(source);
        if (!end.find(begin.end())) {
            throw new JinjaException(line(start), "raw is not ended");
        }
        at = begin.end();
        trim = begin.group(2).equals("-");
        text(end.start(), end.group(1).equals("-"));
        at = end.end();
        trim = end.group(2).equals("-");
    }

    private void comment(int start) {
        int end = source.indexOf("#}", start + 2);
        if (end < 0) {
            throw new JinjaException(line(start), "a comment is not ended");
        }
        trim = end > start + 2 && source.charAt(end - 1) == '-';
        at = end + 2;
    }

    private void tag(int start) {
        boolean output = source.charAt(start + 1) == '{';
        String end = output ? "}}" : "%}";
        tokens.add(new Token(output ? Kind.OUTPUT : Kind.BLOCK, output ? "{{" : "{%", line(start)));
        at = start + 2;
        if (at < source.length() && (source.charAt(at) == '-' || source.charAt(at) == '+')) {
            at++;
        }
        int depth = 0;
        Matcher token = TOKEN.matcher(source);
        while (true) {
            while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
                at++;
            }
            boolean minus = source.startsWith("-" + end, at);
            if (depth == 0 && (minus || source.startsWith(end, at) || source.startsWith("+" + end, at))) {
                tokens.add(new Token(Kind.END, end, line(at)));
                at += source.startsWith(end, at) ? 2 : 3;
                trim = minus;
                return;
            }
            if (at >= source.length()) {
                throw new JinjaException(line(start), "a tag is not ended");
            }
            if (!token.region(at, source.length()).lookingAt()) {
                throw new JinjaException(line(at), "unexpected character " + source.charAt(at));
            }
            depth += "([{".contains(token.group()) ? 1 : ")]}".contains(token.group()) ? -1 : 0;
            tokens.add(token(token));
            at = token.end();
        }
    }

    private Token token(Matcher m) {
        for (Kind kind : List.of(Kind.NAME, Kind.FLOAT, Kind.INTEGER, Kind.STRING, Kind.OPERATOR)) {
            String text = m.group(kind.name().toLowerCase(java.util.Locale.ROOT));
            if (text != null) {
                return new Token(kind, kind == Kind.STRING ? unquoted(text) : text.replace("_", kind == Kind.NAME ? "_" : ""), line(m.start()));
            }
        }
        throw new IllegalStateException();
    }

    private static String unquoted(String literal) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < literal.length() - 1; i++) {
            char c = literal.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char next = literal.charAt(++i);
            switch (next) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case '\\', '\'', '"' -> text.append(next);
                default -> text.append('\\').append(next);
            }
        }
        return text.toString();
    }

    private int line(int position) {
        return 1 + (int) source.substring(0, Math.min(position, source.length())).chars().filter(c -> c == '\n').count();
    }
}
