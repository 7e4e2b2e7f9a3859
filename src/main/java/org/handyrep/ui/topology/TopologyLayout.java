package org.handyrep.ui.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where everything stands, in pixels at 100 %. A pure function of the model and of the room there is.
///
/// @param dense small cards in a grid, because there are many servers
/// @param titles lane titles with their places
public record TopologyLayout(Map<String, Box> boxes, List<Title> titles, double width, double height, boolean dense) {

    public static final double PAD = 24;

    public TopologyLayout {
        boxes = Map.copyOf(boxes);
        titles = List.copyOf(titles);
    }

    public record Box(double x, double y, double width, double height) {
        public double right() {
            return x + width;
        }

        public double middle() {
            return y + height / 2;
        }

        public double centre() {
            return x + width / 2;
        }
    }

    public record Title(String text, double x, double y) {}

    /// More replicas than this in one column, and the cards become small.
    static final int MANY = 8;

    public static TopologyLayout of(TopologyModel model, double roomWidth, double roomHeight) {
        Map<Integer, Long> perColumn = new LinkedHashMap<>();
        model.cards().forEach(c -> perColumn.merge(column(c), 1L, Long::sum));
        boolean dense = perColumn.entrySet().stream().anyMatch(e -> e.getKey() >= 0 && e.getValue() > MANY);
        if (!dense) {
            return new Arrangement(model, false, MANY).layout();
        }
        TopologyLayout best = null;
        double bestScale = 0;
        for (int rows = 4; rows <= 40; rows++) {
            TopologyLayout layout = new Arrangement(model, true, rows).layout();
            double scale = Math.min(roomWidth / layout.width, roomHeight / layout.height);
            if (best == null || scale > bestScale) {
                best = layout;
                bestScale = scale;
            }
        }
        return best == null ? new Arrangement(model, true, MANY).layout() : best;
    }

    /// -1 below the others, 0 proxies, 1 primaries, 2 replicas, 3 cascaded ones, …
    static int column(Card card) {
        return switch (card.lane()) {
            case OTHERS -> -1;
            case PROXIES -> 0;
            case PRIMARY -> 1;
            case REPLICAS -> 1 + Math.max(1, card.depth());
        };
    }

    /// The card that an arrow key leads to: the nearest one in that direction, straight ahead preferred.
    public java.util.Optional<String> neighbour(String from, int dx, int dy) {
        Box here = boxes.get(from);
        if (here == null) {
            return java.util.Optional.empty();
        }
        String best = null;
        double bestCost = Double.MAX_VALUE;
        for (Map.Entry<String, Box> e : new ArrayList<>(boxes.entrySet())) {
            Box there = e.getValue();
            double x = there.centre() - here.centre();
            double y = there.middle() - here.middle();
            double ahead = dx * x + dy * y;
            double aside = Math.abs(dx == 0 ? x : y);
            if (e.getKey().equals(from) || ahead < 8) {
                continue;
            }
            double cost = ahead + 2.5 * aside;
            if (cost < bestCost || (cost == bestCost && best != null && e.getKey().compareTo(best) < 0)) {
                best = e.getKey();
                bestCost = cost;
            }
        }
        return java.util.Optional.ofNullable(best);
    }
}
