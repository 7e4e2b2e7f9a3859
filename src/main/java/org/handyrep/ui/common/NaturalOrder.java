package org.handyrep.ui.common;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text as people sort it: `db2` before `db10`.
public enum NaturalOrder implements Comparator<String> {
    INSTANCE;

    private static final Pattern PART = Pattern.compile("\\d{1,18}|\\D+|\\d+");

    @Override
    public int compare(String a, String b) {
        Matcher left = PART.matcher(a);
        Matcher right = PART.matcher(b);
        while (true) {
            boolean more = left.find();
            if (!right.find()) {
                return more ? 1 : 0;
            }
            if (!more) {
                return -1;
            }
            int order = compareParts(left.group(), right.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int compareParts(String a, String b) {
        boolean numbers = Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0));
        return numbers && a.length() < 19 && b.length() < 19
                ? Long.compare(Long.parseLong(a), Long.parseLong(b))
                : a.compareToIgnoreCase(b);
    }
}
