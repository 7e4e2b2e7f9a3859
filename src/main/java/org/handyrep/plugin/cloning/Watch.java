package org.handyrep.plugin.cloning;

/// Who watches a long command: is told how far it is, and may want it to end. Used by several threads.
public interface Watch {

    /// Nobody watches.
    Watch NOBODY = new Watch() {
        @Override
        public void tell(Progress progress) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    void tell(Progress progress);

    /// Asked several times a second.
    boolean cancelled();
}
