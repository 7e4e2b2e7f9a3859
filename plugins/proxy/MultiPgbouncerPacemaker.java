package proxy;

/// `multi_pgbouncer_pacemaker`: as `multi_pgbouncer`, for pgbouncers that something else starts and stops, such as Pacemaker.
///
/// One that does not run is meant to be down: it gets its file and is left alone. It is an error only when none runs. Nothing is ever restarted.
public class MultiPgbouncerPacemaker extends MultiPgbouncer {

    @Override
    protected boolean restarts() {
        return false;
    }

    @Override
    protected int mayBeDown(int all) {
        return all - 1;
    }
}
