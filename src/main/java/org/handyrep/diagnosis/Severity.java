package org.handyrep.diagnosis;

/// How bad a finding is.
public enum Severity {
    OK,
    WARNING,
    CRITICAL
}
