package org.handyrep.ui.plan;

/// The pages from a wish to its result, in order.
public enum FlowPage {
    WHO("Who"),
    WHAT("What"),
    CHECKS("Checks"),
    PLAN("Plan"),
    PROGRESS("Progress"),
    RESULT("Result");

    private final String label;

    FlowPage(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
