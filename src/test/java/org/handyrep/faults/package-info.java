/// A fault laboratory: a cluster, its proxies and two consoles, each on a host of its own on this machine, and everything that can happen to them.
@org.jspecify.annotations.NullMarked
package org.handyrep.faults;
