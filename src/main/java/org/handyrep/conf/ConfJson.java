package org.handyrep.conf;

import org.handyrep.plugin.Secret;
import tools.jackson.databind.node.ObjectNode;

/// The configuration as the handyrep table keeps it: for people to look at, without anything secret.
final class ConfJson {

    /// A shorter password is masked only where it is the whole value: `a` is in almost every value.
    private static final int SHORT = 6;

    private ConfJson() {}

    static String of(Conf conf) {
        ObjectNode root = SavedJson.JSON.createObjectNode();
        for (OptionInForce option : conf.options()) {
            String[] path = option.section().split(" / ", 2);
            if (path[0].equals("passwords") || Secrecy.isSecretName(option.name())) {
                continue;
            }
            ObjectNode section = root.withObjectProperty(path[0]);
            ObjectNode here = path.length == 1 ? section : section.withObjectProperty(path[1]);
            here.put(option.name(), withoutPasswords(option.value(), conf));
        }
        return SavedJson.JSON.writeValueAsString(root);
    }

    private static String withoutPasswords(String value, Conf conf) {
        String clean = value;
        for (Secret password : conf.passwords()) {
            String word = password.reveal();
            if (clean.equals(word)) {
                return Secrecy.MASK;
            }
            if (word.length() >= SHORT) {
                clean = clean.replace(word, Secrecy.MASK);
            }
        }
        return clean;
    }
}
