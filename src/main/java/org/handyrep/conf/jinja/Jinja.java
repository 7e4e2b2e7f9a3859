package org.handyrep.conf.jinja;

import java.util.Map;

/// Renders one template.
///
/// What is there: `{{ }}`, `{% if %}`, `{% for %}` with `loop`, `{% set %}`, `{% filter %}`, `{% raw %}`, comments, whitespace control, Jinja's operators, the filters of
/// [Filters], the tests of [Questions] and the usual methods of strings and dictionaries. Macros, inheritance and includes are not. A variable that nobody gave may be
/// asked for with `is defined` and replaced with `default`; every other use is an error, as with Jinja's StrictUndefined, because a misspelled name in an archive
/// script would throw WAL away.
public final class Jinja {

    private Jinja() {}

    /// @throws JinjaException if the template or its use of the values is wrong
    public static String render(String template, Map<String, Object> variables) {
        String unix = template.replace("\r\n", "\n");
        String text = unix.endsWith("\n") ? unix.substring(0, unix.length() - 1) : unix;
        Scope scope = new Scope(null);
        variables.forEach((name, value) -> scope.set(name, Values.of(value)));
        StringBuilder out = new StringBuilder();
        new Rendering(out).all(new Parser(new Lexer(text).tokens()).template(), scope);
        return out.toString();
    }
}
