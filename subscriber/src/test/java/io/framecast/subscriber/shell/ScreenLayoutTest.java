package io.framecast.subscriber.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScreenLayoutTest {

    @Test
    void givesAnUnattachedTerminalTheUsualSize() {
        assertEquals(new ScreenLayout(24, 80), ScreenLayout.of(0, 0));
    }

    @Test
    void leavesMostOf24RowsToThePicture() {
        ScreenLayout layout = ScreenLayout.of(24, 80);
        assertEquals(4, layout.shellRows());
        assertEquals(21, layout.shellTop());
        assertEquals(20, layout.picture().rows());
    }

    @Test
    void pictureAndShellNeverOverlapAndFillTheScreen() {
        for (int rows = 4; rows < 200; rows++) {
            ScreenLayout layout = ScreenLayout.of(rows, 80);
            assertEquals(layout.shellTop() - 1, layout.picture().rows(), "rows " + rows);
            assertTrue(layout.shellRows() >= 1 && layout.shellTop() + layout.shellRows() - 1 == rows, "rows " + rows);
        }
    }
}
