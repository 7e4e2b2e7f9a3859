package org.handyrep.demo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoAddressTest {

    @Test
    void twoDemosOfOneProgramNeverChooseTheSameAddress() {
        Set<String> chosen = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            for (DemoAddress address : DemoAddress.choose(2)) {
                assertTrue(chosen.add(address.host() + ":" + address.port()) && chosen.add(address.hidden() + ":" + address.hiddenPort()), address::toString);
            }
        }
    }
}
