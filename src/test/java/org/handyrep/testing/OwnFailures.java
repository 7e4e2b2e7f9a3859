package org.handyrep.testing;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testfx.util.WaitForAsyncUtils;

/// What a server of an earlier test threw in a thread of its own is no failure of the next test that uses TestFX.
public final class OwnFailures implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        WaitForAsyncUtils.clearExceptions();
    }
}
