package org.handyrep.diagnosis;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.handyrep.cluster.ServerStatus;

/// One row of the table of problems of a connection proxy.
///
/// @param meaning when it matches, for the documentation
/// @param status what it makes of the proxy
record ProxyProblem(
        String code,
        Severity severity,
        ServerStatus status,
        String meaning,
        Predicate<ProxyView> matches,
        Function<ProxyView, String> sentence) {

    Finding finding(ProxyView proxy) {
        List<String> evidence = proxy.evidence();
        return new Finding(code, severity, proxy.name(), sentence.apply(proxy), evidence, false);
    }
}
