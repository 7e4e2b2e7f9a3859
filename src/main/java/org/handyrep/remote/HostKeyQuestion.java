package org.handyrep.remote;

/// Asks a person whether the key of a host that was never seen before is the right one. May block until there is an answer;
/// it is called once per key, on a thread of its own.
@FunctionalInterface
public interface HostKeyQuestion {

    /// Without a person every unknown key is refused.
    HostKeyQuestion REFUSE = key -> false;

    /// @return true to store the key and go on
    boolean accept(UnknownKey key);

    /// @param host as configured
    /// @param type `ED25519`, `ECDSA`, `RSA`
    /// @param fingerprint `SHA256:…` as OpenSSH prints it
    record UnknownKey(String host, int port, String type, String fingerprint) {}
}
