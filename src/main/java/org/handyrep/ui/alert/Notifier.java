package org.handyrep.ui.alert;

/// Tells the desktop.
@FunctionalInterface
public interface Notifier {

    /// *Blocks* for seconds at most.
    ///
    /// @return false when this desktop has no way to show it
    boolean tell(DesktopNote note);
}
