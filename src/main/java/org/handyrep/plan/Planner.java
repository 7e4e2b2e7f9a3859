package org.handyrep.plan;

/// Finds the planner for a request.
public final class Planner {

    private Planner() {}

    /// What touches PostgreSQL servers or roles owns the cluster first.
    public static Decision plan(Situation situation, Request request) {
        return switch (decide(situation, request)) {
            case Plan plan -> Owning.first(situation, request, plan);
            case Refusal refusal -> refusal;
        };
    }

    private static Decision decide(Situation situation, Request request) {
        return switch (request) {
            case Request.ManualFailover failover -> TakeoverPlanner.plan(situation, failover);
            case Request.AutomaticFailover failover -> AutomaticPlanner.plan(situation, failover);
            case Request.RestartPrimary restart -> RestartPlanner.plan(situation, restart);
            case Request.Promote promote -> PromotePlanner.plan(situation, promote.newMaster());
            case Request.Remaster remaster -> RemasterPlanner.plan(situation, remaster.replica(), remaster.newMaster());
            case Request.ConnectionFailover routing -> ProxyPlanner.route(situation, routing.newMaster());
            case Request.ProxyInit init -> ProxyPlanner.init(situation, init.proxy());
            case Request.Archiving archiving -> ArchivePlanner.turn(situation, archiving.on());
            case Request.CleanUpArchive cleanUp -> ArchivePlanner.cleanUp(situation);
            case Request.Isolate isolate -> IsolatePlanner.plan(situation, isolate.server());
            case Request.Clone clone -> ClonePlanner.plan(situation, clone);
            case Request.Rejoin rejoin -> RejoinPlanner.plan(situation, rejoin);
            case Request.Service service -> ServicePlanner.plan(situation, service.server(), service.mode());
        };
    }
}
