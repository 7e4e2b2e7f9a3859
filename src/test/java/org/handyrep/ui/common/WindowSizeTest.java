package org.handyrep.ui.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

class WindowSizeTest {

    private static final Rectangle2D LAPTOP = new Rectangle2D(0, 28, 1366, 740);
    private static final Rectangle2D DESK = new Rectangle2D(1366, 0, 2560, 1440);

    private static Rectangle2D within(double x, double y, double width, double height) {
        return WindowSize.within(new Rectangle2D(x, y, width, height), List.of(LAPTOP, DESK));
    }

    @Test
    void whatFitsStaysWhereItIs() {
        assertEquals(new Rectangle2D(1500, 100, 1440, 920), within(1500, 100, 1440, 920));
        assertEquals(new Rectangle2D(10, 30, 960, 600), within(10, 30, 960, 600));
    }

    @Test
    void nothingLiesBeyondTheScreen() {
        assertEquals(new Rectangle2D(0, 28, 1366, 740), within(-20, 0, 1440, 920));
        assertEquals(new Rectangle2D(406, 168, 960, 600), within(500, 500, 960, 600));
    }

    @Test
    void aScreenThatIsGoneIsReplacedByTheFirst() {
        assertEquals(new Rectangle2D(366, 28, 1000, 600), within(5000, -900, 1000, 600));
    }
}
