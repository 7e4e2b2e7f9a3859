package org.handyrep.ui.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What has to be seen can be seen: 3 to 1 for marks and frames, 4.5 to 1 for words (WCAG 2.2, 1.4.3 and 1.4.11).
class PaletteTest {

    private static final List<String> SURFACES = List.of("-hr-panel", "-hr-canvas", "-hr-card");

    private static String sheet(String name) {
        try (InputStream in = Objects.requireNonNull(Look.class.getResourceAsStream(name + ".css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, Color> colours(String palette) {
        Map<String, Color> all = new HashMap<>();
        Matcher m = Pattern.compile("(-[a-z-]+): (#[0-9a-f]{6});").matcher(sheet(palette));
        while (m.find()) {
            all.put(m.group(1), Color.web(m.group(2)));
        }
        return all;
    }

    private static double contrast(Color a, Color b) {
        double one = luminance(a) + 0.05;
        double other = luminance(b) + 0.05;
        return Math.max(one, other) / Math.min(one, other);
    }

    private static double luminance(Color c) {
        return 0.2126 * linear(c.getRed()) + 0.7152 * linear(c.getGreen()) + 0.0722 * linear(c.getBlue());
    }

    private static double linear(double part) {
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    private static void stands(String palette, String name, double least) {
        Map<String, Color> colours = colours(palette);
        for (String surface : SURFACES) {
            double contrast = contrast(Objects.requireNonNull(colours.get(name), name), Objects.requireNonNull(colours.get(surface)));
            assertTrue(contrast >= least, () -> palette + ": " + name + " on " + surface + " has only " + contrast);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"palette-light", "palette-dark"})
    void marksAndFramesAreSeen(String palette) {
        for (String mark : List.of("-hr-ok", "-hr-warn", "-hr-bad", "-hr-off", "-hr-run", "-color-accent-emphasis")) {
            stands(palette, mark, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"palette-light", "palette-dark"})
    void wordsAreRead(String palette) {
        for (String word : List.of("-hr-ok-text", "-hr-warn-text", "-hr-bad-text", "-hr-off-text", "-hr-run-text", "-color-fg-default", "-color-fg-muted")) {
            stands(palette, word, 4.5);
        }
    }

    @Test
    void whatHasTheKeyboardIsFramedInAFullColour() {
        Matcher framed = Pattern.compile(":focused \\{ -fx-border-color: ([a-z-]+)").matcher(sheet("handyrep"));
        int frames = 0;
        while (framed.find()) {
            frames++;
            assertEquals("-color-accent-emphasis", framed.group(1));
        }
        assertTrue(frames >= 4, "the frames are written otherwise now: " + frames);
    }
}
