package org.handyrep.plugin.cloning;

import java.util.List;

/// What was seen of one directory, as the owner of PostgreSQL sees it.
///
/// @param exists as a directory
/// @param other what it is when it is not a directory; empty otherwise
/// @param real the path without symbolic links; of the nearest directory above, with what is missing behind it, when it does not exist
/// @param mine whether the owner of PostgreSQL owns it, or may make it
/// @param identity device and inode, `64769:1234`; `-` when it does not exist
/// @param entries some of the names in it, without `lost+found`
/// @param strange some of those that do not belong into such a directory
/// @param left by a clone
/// @param space on its file system
/// @param mounted whether a file system begins there
public record PlaceSeen(
        String path,
        boolean exists,
        String other,
        String real,
        boolean mine,
        String identity,
        List<String> entries,
        List<String> strange,
        Left left,
        Space space,
        boolean mounted) {

    /// @param device names the file system; the same for two directories of one
    /// @param free bytes that can be written there
    /// @param used bytes of what is in the directory; 0 when it was not measured
    public record Space(String device, long free, long used) {}

    /// What a clone left that did not end, or whose end was not confirmed.
    ///
    /// @param token in its mark; empty without one
    /// @param database whether it set aside a database that is still there
    /// @param moving whether it was interrupted while it set that aside or put it back
    public record Left(String token, boolean database, boolean moving) {
        public static final Left NOTHING = new Left("", false, false);
    }

    public PlaceSeen {
        entries = List.copyOf(entries);
        strange = List.copyOf(strange);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public boolean isMarked() {
        return !left.token.isEmpty();
    }
}
