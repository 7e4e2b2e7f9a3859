package org.handyrep.engine;

/// Tells whether some console is at an operation now.
@FunctionalInterface
interface OperationHolders {

    Holding of(Story operation);

    sealed interface Holding {

        /// @param console `anna@desk1`
        record Held(String console) implements Holding {}

        record Free() implements Holding {}

        /// Too few servers can be asked.
        record Unknown(String why) implements Holding {}
    }
}
