package org.handyrep.ui.main;

import org.handyrep.ui.alert.DesktopNote;

/// What menus and the navigation ask of the program as a whole.
interface Commands {

    void addCluster();

    void forget(ClusterSession session);

    /// What is on screen now, for the next start.
    void remember();

    void switchLook();

    /// Whether the desktop is told of what happens.
    boolean notifications();

    void switchNotifications();

    /// Tells the desktop, unless that is switched off.
    ///
    /// @param untold called on the JavaFX thread where the desktop cannot be told
    void tell(DesktopNote note, Runnable untold);

    void showKeys();

    void about();

    void quit();
}
