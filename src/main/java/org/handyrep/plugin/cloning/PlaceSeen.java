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
/// @param marked a clone was begun in it and did not end
/// @param space on its file system
/// @param mounted whether a file system begins there
public record PlaceSeen(
        String path, boolean exists, String other, String real, boolean mine, String identity, List<String> entries, boolean marked, Space space, boolean mounted) {

    /// @param device names the file system; the same for two directories of one
    /// @param free bytes that can be written there
    /// @param used bytes of what is in the directory; 0 when it was not measured
    public record Space(String device, long free, long used) {}

    public PlaceSeen {
        entries = List.copyOf(entries);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }
}
