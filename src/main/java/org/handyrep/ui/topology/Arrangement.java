package org.handyrep.ui.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.handyrep.ui.topology.TopologyLayout.Box;
import org.handyrep.ui.topology.TopologyLayout.Title;

/// One way to arrange the cards: columns of at most `maxRows`, centred on each other, the other servers in rows below.
final class Arrangement {

    static final double CARD_WIDTH = 208;
    static final double SMALL_WIDTH = 120;
    static final double SMALL_HEIGHT = 40;
    private static final double HEAD = 32;
    private static final double LANE_GAP = 116;

    private final boolean dense;
    private final int maxRows;
    private final Map<Integer, List<Card>> columns = new TreeMap<>();
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final List<Title> titles = new ArrayList<>();

    Arrangement(TopologyModel model, boolean dense, int maxRows) {
        this.dense = dense;
        this.maxRows = maxRows;
        for (Card c : model.cards()) {
            columns.computeIfAbsent(TopologyLayout.column(c), k -> new ArrayList<>()).add(c);
        }
    }

    TopologyLayout layout() {
        double tallest = 0;
        for (Map.Entry<Integer, List<Card>> e : columns.entrySet()) {
            if (e.getKey() >= 0) {
                tallest = Math.max(tallest, height(e.getValue()));
            }
        }
        double top = TopologyLayout.PAD + HEAD;
        double x = TopologyLayout.PAD;
        double right = x;
        for (Map.Entry<Integer, List<Card>> e : columns.entrySet()) {
            if (e.getKey() >= 0) {
                titles.add(new Title(title(e.getKey()), x, TopologyLayout.PAD));
                right = place(e.getValue(), x, top + (isGrid(e.getValue()) ? 0 : (tallest - height(e.getValue())) / 2));
                x = right + (dense ? LANE_GAP / 2 : LANE_GAP);
            }
        }
        double bottom = top + tallest;
        List<Card> others = columns.getOrDefault(-1, List.of());
        if (!others.isEmpty()) {
            titles.add(new Title(Lane.OTHERS.title(), TopologyLayout.PAD, bottom + 32));
            double widest = Math.max(right, TopologyLayout.PAD + 3 * (CARD_WIDTH + 24));
            double ox = TopologyLayout.PAD;
            double oy = bottom + 32 + HEAD;
            for (Card c : others) {
                if (ox > TopologyLayout.PAD && ox + width() > widest) {
                    ox = TopologyLayout.PAD;
                    oy = bottom + 16;
                }
                boxes.put(c.name(), new Box(ox, oy, width(), height(c)));
                bottom = Math.max(bottom, oy + height(c));
                right = Math.max(right, ox + width());
                ox += width() + 24;
            }
        }
        return new TopologyLayout(boxes, titles, right + TopologyLayout.PAD, bottom + TopologyLayout.PAD, dense);
    }

    private String title(int column) {
        return switch (column) {
            case 0 -> Lane.PROXIES.title();
            case 1 -> Lane.PRIMARY.title();
            case 2 -> Lane.REPLICAS.title();
            default -> "CASCADED";
        };
    }

    private double place(List<Card> cards, double x, double top) {
        double y = top;
        int row = 0;
        double left = x;
        for (Card c : cards) {
            if (dense && row == maxRows) {
                row = 0;
                y = top;
                left += width() + 24;
            }
            boxes.put(c.name(), new Box(left, y, width(), height(c)));
            y += height(c) + gap();
            row++;
        }
        return left + width();
    }

    private boolean isGrid(List<Card> cards) {
        return dense && cards.size() > maxRows;
    }

    private double height(List<Card> cards) {
        double sum = -gap();
        double most = 0;
        int row = 0;
        for (Card c : cards) {
            if (dense && row == maxRows) {
                row = 0;
                sum = -gap();
            }
            sum += height(c) + gap();
            most = Math.max(most, sum);
            row++;
        }
        return most;
    }

    private double gap() {
        return dense ? 8 : 24;
    }

    private double width() {
        return dense ? SMALL_WIDTH : CARD_WIDTH;
    }

    private double height(Card c) {
        return dense ? SMALL_HEIGHT : 76 + 19.0 * c.rows().size();
    }
}
