package org.handyrep.ui.common;

import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.diagnosis.Severity;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Check;

/// A status as shape and colour, so that neither is needed alone: every mark differs from the others in outline or in what is drawn in it.
public enum Mark {
    OK("ok", Shapes.DISC, Shapes.TICK),
    LAGGED("warn", Shapes.DISC, Shapes.HANDS),
    WARNING("warn", Shapes.TRIANGLE, Shapes.BANG),
    UNAVAILABLE("bad", Shapes.DIAMOND, Shapes.QUESTION),
    DOWN("bad", Shapes.OCTAGON, Shapes.CROSS),
    UNKNOWN("off", Shapes.RING, Shapes.DOT),
    WAITING("off", Shapes.RING, ""),
    RUNNING("run", Shapes.RING, Shapes.ARC),
    UNDONE("off", Shapes.DISC, Shapes.BACK),
    SKIPPED("off", Shapes.RING, Shapes.DASH);

    private final String tone;
    private final String outline;
    private final String sign;

    Mark(String tone, String outline, String sign) {
        this.tone = tone;
        this.outline = outline;
        this.sign = sign;
    }

    /// The palette's word: `ok`, `warn`, `bad`, `off`, `run`. Style classes are `tone-ok` and so on.
    public String tone() {
        return tone;
    }

    public String toneClass() {
        return "tone-" + tone;
    }

    String outline() {
        return outline;
    }

    String sign() {
        return sign;
    }

    public static Mark of(ServerStatus status) {
        return switch (status) {
            case UNKNOWN -> UNKNOWN;
            case HEALTHY -> OK;
            case LAGGED -> LAGGED;
            case WARNING -> WARNING;
            case UNAVAILABLE -> UNAVAILABLE;
            case DOWN -> DOWN;
        };
    }

    public static Mark of(ClusterStatus status) {
        return switch (status) {
            case UNKNOWN -> UNKNOWN;
            case HEALTHY -> OK;
            case WARNING -> WARNING;
            case DOWN -> DOWN;
        };
    }

    public static Mark of(Severity severity) {
        return switch (severity) {
            case OK -> OK;
            case WARNING -> WARNING;
            case CRITICAL -> DOWN;
        };
    }

    public static Mark of(Check.Level level) {
        return switch (level) {
            case OK -> OK;
            case WARNING -> WARNING;
            case STOP -> DOWN;
        };
    }

    public static Mark of(Operation.StepState state) {
        return switch (state) {
            case WAITING -> WAITING;
            case RUNNING -> RUNNING;
            case DONE -> OK;
            case FAILED -> DOWN;
            case UNDONE -> UNDONE;
            case SKIPPED -> SKIPPED;
        };
    }

    public static Mark of(Operation.State state) {
        return switch (state) {
            case RUNNING, ROLLING_BACK -> RUNNING;
            case SUCCEEDED -> OK;
            case ROLLED_BACK -> UNDONE;
            case FAILED -> DOWN;
            case INTERRUPTED -> WARNING;
        };
    }

    /// SVG paths in a box of 16 by 16.
    private static final class Shapes {
        static final String DISC = "M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14z";
        static final String RING = "M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14z M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z";
        static final String TRIANGLE = "M8 1.2 L15.4 14.4 H0.6 Z";
        static final String DIAMOND = "M8 0.2 L15.8 8 L8 15.8 L0.2 8 Z";
        static final String OCTAGON = "M5 0.8 H11 L15.2 5 V11 L11 15.2 H5 L0.8 11 V5 Z";
        static final String TICK = "M4.8 8.3 L7.1 10.6 L11.3 5.8";
        static final String HANDS = "M8 4.4 V8.2 L10.6 9.8";
        static final String BANG = "M8 6 V9.4 M8 11.6 V11.9";
        static final String QUESTION = "M6.2 6.4 C6.2 4.2 9.8 4.2 9.8 6.4 C9.8 7.8 8 7.6 8 9.2 M8 11.4 V11.6";
        static final String CROSS = "M5.5 5.5 L10.5 10.5 M10.5 5.5 L5.5 10.5";
        static final String DOT = "M8 8 V8.1";
        static final String ARC = "M8 1.75 A6.25 6.25 0 0 1 14.25 8";
        static final String BACK = "M7.2 5 L4.6 7.4 L7.2 9.8 M4.9 7.4 H9 C11.4 7.4 11.4 11 9 11";
        static final String DASH = "M5.5 8 H10.5";
    }
}
