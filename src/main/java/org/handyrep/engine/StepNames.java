package org.handyrep.engine;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.handyrep.plan.Step;
import org.handyrep.plan.step.AssignRoles;
import org.handyrep.plan.step.Checkpoint;
import org.handyrep.plan.step.CleanUpArchive;
import org.handyrep.plan.step.ClearInherited;
import org.handyrep.plan.step.ClearTarget;
import org.handyrep.plan.step.ConfirmLost;
import org.handyrep.plan.step.ConfirmMostAdvanced;
import org.handyrep.plan.step.ConfirmRouted;
import org.handyrep.plan.step.ConfirmStreams;
import org.handyrep.plan.step.ConfirmSynchronousFence;
import org.handyrep.plan.step.CopyFiles;
import org.handyrep.plan.step.CreateSlots;
import org.handyrep.plan.step.CutOffPrimary;
import org.handyrep.plan.step.DeclaredOff;
import org.handyrep.plan.step.DiscardKept;
import org.handyrep.plan.step.DiscardOld;
import org.handyrep.plan.step.DropSlot;
import org.handyrep.plan.step.EndSalvage;
import org.handyrep.plan.step.FastForward;
import org.handyrep.plan.step.FenceByCommand;
import org.handyrep.plan.step.FenceStopped;
import org.handyrep.plan.step.FollowPrimary;
import org.handyrep.plan.step.FreezeReplicas;
import org.handyrep.plan.step.HoldClients;
import org.handyrep.plan.step.HoldWal;
import org.handyrep.plan.step.InitProxies;
import org.handyrep.plan.step.KeepConfiguration;
import org.handyrep.plan.step.KillHung;
import org.handyrep.plan.step.LeavePassword;
import org.handyrep.plan.step.LetThrough;
import org.handyrep.plan.step.MakeReplica;
import org.handyrep.plan.step.MarkAsReplica;
import org.handyrep.plan.step.OwnCluster;
import org.handyrep.plan.step.PlaceArchiveScript;
import org.handyrep.plan.step.PrepareRoute;
import org.handyrep.plan.step.PromoteReplica;
import org.handyrep.plan.step.PutIntoService;
import org.handyrep.plan.step.RecoverCrashed;
import org.handyrep.plan.step.RehearseRewind;
import org.handyrep.plan.step.ReleaseClients;
import org.handyrep.plan.step.ReleaseWal;
import org.handyrep.plan.step.RestartPrimary;
import org.handyrep.plan.step.RewindServer;
import org.handyrep.plan.step.RouteClients;
import org.handyrep.plan.step.RunExtra;
import org.handyrep.plan.step.RunService;
import org.handyrep.plan.step.SalvageWal;
import org.handyrep.plan.step.SaveEvidence;
import org.handyrep.plan.step.SetSyncNames;
import org.handyrep.plan.step.SettleRejoined;
import org.handyrep.plan.step.StartAsReplica;
import org.handyrep.plan.step.StartClone;
import org.handyrep.plan.step.StartRejoined;
import org.handyrep.plan.step.StopPrimary;
import org.handyrep.plan.step.StopRival;
import org.handyrep.plan.step.StopTarget;
import org.handyrep.plan.step.TakeOut;
import org.handyrep.plan.step.ThawReplica;
import org.handyrep.plan.step.TurnArchiving;
import org.handyrep.plan.step.WaitForShutdownCheckpoint;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/// The name by which each kind of step is written in a journal: that of its class.
final class StepNames {

    private static final List<Class<? extends Step>> STEPS = List.of(
            AssignRoles.class,
            Checkpoint.class,
            CleanUpArchive.class,
            PlaceArchiveScript.class,
            TakeOut.class,
            StopTarget.class,
            StartClone.class,
            ReleaseWal.class,
            MakeReplica.class,
            HoldWal.class,
            DiscardOld.class,
            CopyFiles.class,
            ConfirmStreams.class,
            ClearTarget.class,
            ClearInherited.class,
            FenceStopped.class,
            ConfirmLost.class,
            ConfirmMostAdvanced.class,
            ConfirmRouted.class,
            DeclaredOff.class,
            FollowPrimary.class,
            FastForward.class,
            FenceByCommand.class,
            CutOffPrimary.class,
            LetThrough.class,
            ConfirmSynchronousFence.class,
            SalvageWal.class,
            EndSalvage.class,
            SetSyncNames.class,
            DropSlot.class,
            CreateSlots.class,
            FreezeReplicas.class,
            HoldClients.class,
            InitProxies.class,
            KillHung.class,
            LeavePassword.class,
            MarkAsReplica.class,
            OwnCluster.class,
            PrepareRoute.class,
            PromoteReplica.class,
            ReleaseClients.class,
            RestartPrimary.class,
            RouteClients.class,
            RunExtra.class,
            RunService.class,
            StartAsReplica.class,
            StopPrimary.class,
            StopRival.class,
            ThawReplica.class,
            TurnArchiving.class,
            WaitForShutdownCheckpoint.class,
            SaveEvidence.class,
            KeepConfiguration.class,
            RecoverCrashed.class,
            RehearseRewind.class,
            RewindServer.class,
            SettleRejoined.class,
            StartRejoined.class,
            PutIntoService.class,
            DiscardKept.class);

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
    private interface Named {}

    private StepNames() {}

    static JsonMapper.Builder in(JsonMapper.Builder mapper) {
        mapper.addMixIn(Step.class, Named.class);
        STEPS.forEach(type -> mapper.registerSubtypes(new NamedType(type, type.getSimpleName())));
        return mapper;
    }
}
