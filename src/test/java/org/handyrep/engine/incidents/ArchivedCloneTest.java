package org.handyrep.engine.incidents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;
import org.junit.jupiter.api.Test;

/// A replica has the `archive_command` of the server that it was made from: what that calls must be there when the replica is promoted.
class ArchivedCloneTest {

    @Test
    void whoIsMadeAReplicaGetsTheArchiveScript() throws Exception {
        try (CloneLab clones = CloneLab.open("clone_tar")) {
            Path home = clones.george().settings().home();
            Path script = home.resolve("archive.sh");
            assertFalse(clones.plan(true, 0).asText().contains("archive script"), "nothing is archived");
            clones.lab.cluster.editConf(conf -> conf.replace(
                    "[plugins]\n",
                    """
                    [archive]
                        archiving = True
                        archive_script_method = archive_local_dir
                    [plugins]
                        [[archive_local_dir]]
                            archive_directory = "%s"
                            archive_script_path = "%s"
                            stop_archiving_file = "%s"
                    """
                            .formatted(home.resolve("archive"), script, home.resolve("halt"))));
            clones.lab.succeeds("reload_conf");

            clones.cloned("reclone", "True");
            clones.assertReplica();
            assertTrue(Files.isExecutable(script), "after a clone");

            Files.delete(script);
            clones.george().stop("fast");
            clones.lab.look();
            Plan plan = clones.lab.plan(new Request.Rejoin("george", Request.Rejoin.How.AUTO));
            assertTrue(plan.asText().contains("Put the archive script on george") && plan.asText().contains(script.toString()), plan::asText);
            clones.lab.succeeds("rejoin", "replicaserver", "george");
            assertTrue(Files.isExecutable(script), "after a rejoin");

            Files.delete(script);
            Files.writeString(home.resolve("halt"), "");
            var left = clones.lab.plan(new Request.Clone("george", Optional.empty(), true));
            var ended = clones.lab.run(left);
            assertEquals(Operation.State.SUCCEEDED, ended.state(), ended::toString);
            assertTrue(ended.toString().contains("start_archiving puts the script there"), ended::toString);
            clones.assertReplica();
        }
    }
}
