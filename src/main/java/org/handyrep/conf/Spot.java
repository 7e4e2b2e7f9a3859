package org.handyrep.conf;

/// A place in handyrep.conf, both counted from 1.
record Spot(int line, int column) {}
