package org.handyrep.cluster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The control file of a data directory (`global/pg_control`): what a server last wrote about itself, readable while it is down.
///
/// @param controlVersion `pg_control_version`, 937 (9.3) to 1800 (18)
/// @param state as `pg_controldata` writes it: `in production`, `shut down`, `in archive recovery`, …
/// @param checkpoint where the latest checkpoint record starts
/// @param redo where replay from that checkpoint starts
/// @param timeline of the latest checkpoint; after a promotion the old one until the next checkpoint
public record ControlData(
        String systemIdentifier, int controlVersion, String state, Lsn checkpoint, Lsn redo, int timeline) {

    /// The bytes at the start of the file that [#parse(byte[])] needs.
    public static final int LENGTH = 64;

    /// The state of a primary that ended in order.
    public static final String SHUT_DOWN = "shut down";

    private static final List<String> STATES = List.of(
            "starting up",
            SHUT_DOWN,
            "shut down in recovery",
            "shutting down",
            "in crash recovery",
            "in archive recovery",
            "in production");
    private static final int FIRST_WITHOUT_PREVIOUS_CHECKPOINT = 1100;

    /// Whether the server ended in order, so that nothing it wrote is missing after the checkpoint record.
    public boolean isShutDown() {
        return state.equals(SHUT_DOWN) || state.equals("shut down in recovery");
    }

    /// Reads the first bytes of the file, of either byte order; empty when they are no control file.
    public static Optional<ControlData> parse(byte[] file) {
        if (file.length < LENGTH) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (!isVersion(bytes.getInt(8))) {
            bytes.order(ByteOrder.BIG_ENDIAN);
        }
        int version = bytes.getInt(8);
        int state = bytes.getInt(16);
        if (!isVersion(version) || state < 0 || state >= STATES.size()) {
            return Optional.empty();
        }
        int copy = version >= FIRST_WITHOUT_PREVIOUS_CHECKPOINT ? 40 : 48;
        return Optional.of(new ControlData(
                Long.toUnsignedString(bytes.getLong(0)),
                version,
                STATES.get(state),
                new Lsn(bytes.getLong(32)),
                new Lsn(bytes.getLong(copy)),
                bytes.getInt(copy + 8)));
    }

    /// As [#parse(byte[])], from what `od -An -v -tx1` prints.
    public static Optional<ControlData> parseHex(String dump) {
        String digits = dump.replaceAll("\\s+", "");
        return digits.matches("([0-9a-fA-F]{2})*") ? parse(HexFormat.of().parseHex(digits)) : Optional.empty();
    }

    private static boolean isVersion(int number) {
        return number >= 900 && number < 10000;
    }
}
