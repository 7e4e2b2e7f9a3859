package org.handyrep.plugin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// A password as it stands in a file: in the clear, or as `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`, which is how PostgreSQL keeps
/// it in pg_authid (RFC 5803, RFC 7677). Comparing takes the same time for a right and for a wrong password.
public sealed interface StoredPassword {

    /// Whether this is the password. An empty one never is.
    boolean matches(Secret typed);

    record Clear(Secret password) implements StoredPassword {
        @Override
        public boolean matches(Secret typed) {
            byte[] key = new byte[32];
            new SecureRandom().nextBytes(key);
            boolean same = MessageDigest.isEqual(
                    Scram.mac(key, Scram.bytes(password.reveal())), Scram.mac(key, Scram.bytes(typed.reveal())));
            return same && !typed.isEmpty();
        }
    }

    /// @param iterations of PBKDF2
    /// @param salt in Base64, like the keys
    record Hashed(int iterations, String salt, String storedKey, String serverKey) implements StoredPassword {
        @Override
        public boolean matches(Secret typed) {
            return !typed.isEmpty()
                    && MessageDigest.isEqual(
                            Base64.getDecoder().decode(storedKey),
                            Scram.storedKey(Scram.salted(typed, Base64.getDecoder().decode(salt), iterations)));
        }

        public String text() {
            return Scram.NAME + "$" + iterations + ":" + salt + "$" + storedKey + ":" + serverKey;
        }

        /// Not even a hash is for a log.
        @Override
        public String toString() {
            return Scram.NAME + "$***";
        }
    }

    /// A text that begins like a hash and is none; nobody gets in by it.
    record Broken() implements StoredPassword {
        @Override
        public boolean matches(Secret typed) {
            return false;
        }
    }

    /// Empty when there is no password.
    static Optional<StoredPassword> of(Secret inFile) {
        String text = inFile.reveal().strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(text.startsWith(Scram.NAME + "$") ? Scram.read(text) : new Clear(inFile));
    }

    /// A new hash with a salt of its own.
    static Hashed hash(Secret password) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        byte[] salted = Scram.salted(password, salt, Scram.ITERATIONS);
        Base64.Encoder base64 = Base64.getEncoder();
        return new Hashed(
                Scram.ITERATIONS,
                base64.encodeToString(salt),
                base64.encodeToString(Scram.storedKey(salted)),
                base64.encodeToString(Scram.mac(salted, Scram.bytes("Server Key"))));
    }
}

/// The arithmetic of RFC 5802 with SHA-256.
final class Scram {

    static final String NAME = "SCRAM-SHA-256";
    /// A tenth of a second of work for each guess; PostgreSQL's own 4096 are for many logins in a second.
    static final int ITERATIONS = 100_000;

    private static final int MOST = 10_000_000;
    private static final int KEY = 32;
    private static final Pattern FORM = Pattern.compile(Pattern.quote(NAME)
            + "\\$(?<rounds>[0-9]{1,8}):(?<salt>[A-Za-z0-9+/=]+)\\$(?<stored>[A-Za-z0-9+/=]+):(?<server>[A-Za-z0-9+/=]+)");

    private Scram() {}

    static StoredPassword read(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return new StoredPassword.Broken();
        }
        int rounds = Integer.parseInt(parts.group("rounds"));
        boolean sound = rounds >= 1
                && rounds <= MOST
                && length(parts.group("salt")) > 0
                && length(parts.group("stored")) == KEY
                && length(parts.group("server")) == KEY;
        return sound
                ? new StoredPassword.Hashed(rounds, parts.group("salt"), parts.group("stored"), parts.group("server"))
                : new StoredPassword.Broken();
    }

    private static int length(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    static byte[] salted(Secret password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(SaslPrep.of(password.reveal()).toCharArray(), salt, iterations, KEY * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot compute PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }

    static byte[] storedKey(byte[] salted) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(mac(salted, bytes("Client Key")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot compute SHA-256", e);
        }
    }

    static byte[] mac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot compute HMAC", e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
