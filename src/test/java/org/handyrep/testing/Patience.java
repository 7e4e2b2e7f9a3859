package org.handyrep.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// How long a test waits for a condition before it gives up. It is far more than a slow and busy machine needs, since only a test that fails waits that long.
/// JUnit finds this extension by itself, so `Awaitility.await()` means it in every test.
public final class Patience implements BeforeAllCallback {

    public static final Duration LIMIT = Duration.ofMinutes(2);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(150));
    }
}
