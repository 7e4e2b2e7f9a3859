package org.handyrep.demo;

import java.security.SecureRandom;

/// The passwords of one demo cluster, new for each, with characters that every layer must quote.
record DemoPasswords(String superuser, String handyrep, String replication, String writer) {

    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    static DemoPasswords generate() {
        SecureRandom random = new SecureRandom();
        return new DemoPasswords(
                word(random) + "#, '" + word(random),
                word(random) + ";$' " + word(random),
                word(random) + "'#\\" + word(random),
                word(random));
    }

    @Override
    public String toString() {
        return "DemoPasswords";
    }

    private static String word(SecureRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
