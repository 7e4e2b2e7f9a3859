package org.handyrep.ui.main;

import java.util.ArrayList;
import java.util.List;
import org.handyrep.engine.ClusterView;
import org.handyrep.ui.alert.DesktopNote;
import org.handyrep.ui.common.Notices;

/// News in the corner about states that last. Whoever comes back to the screen later must not take for true what is over.
final class StandingNews {

    private record Standing(ClusterSession session, DesktopNote note, Notices.Notice notice) {

        void end(ClusterView now) {
            if (note.about() == DesktopNote.About.ACTION) {
                notice.remove();
            } else {
                notice.over(now.snapshot().takenAt());
            }
        }
    }

    private final Notices notices;
    private final List<Standing> standing = new ArrayList<>();

    StandingNews(Notices notices) {
        this.notices = notices;
    }

    void add(ClusterSession session, DesktopNote note) {
        Notices.Notice notice = notices.add(note.mark(), note.title() + (note.text().isEmpty() ? "" : "\n" + note.text()));
        if (note.about() != DesktopNote.About.EVENT) {
            standing.add(new Standing(session, note, notice));
            session.view().ifPresent(now -> settle(session, now));
        }
    }

    /// A newer view of that session is there.
    void settle(ClusterSession session, ClusterView now) {
        List<Standing> over = standing.stream().filter(s -> s.session() == session && s.note().isOver(now)).toList();
        over.forEach(s -> s.end(now));
        standing.removeAll(over);
    }
}
