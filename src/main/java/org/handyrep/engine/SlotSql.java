package org.handyrep.engine;

import org.handyrep.remote.Quoting;

/// Statements about replication slots.
final class SlotSql {

    static final String LIST =
            "SELECT slot_name::text AS name, (slot_type = 'physical')::text AS physical, active::text AS active FROM pg_replication_slots";

    private SlotSql() {}

    /// A physical one, unless there is one of that name.
    static String create(String slot, int major) {
        String name = Quoting.literal(slot);
        String function = major >= 10
                ? "pg_create_physical_replication_slot(" + name + ", true)"
                : "pg_create_physical_replication_slot(" + name + ")";
        return "SELECT " + function + " WHERE NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = " + name + ")";
    }

    /// Only a physical one that nobody uses.
    static String drop(String slot) {
        return "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = " + Quoting.literal(slot)
                + " AND slot_type = 'physical' AND NOT active";
    }
}
