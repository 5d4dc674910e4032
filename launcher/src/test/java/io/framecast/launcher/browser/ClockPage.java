package io.framecast.launcher.browser;

import com.microsoft.playwright.Page;
import java.util.List;

/** A watch page that shows the clock sample, and what was read out of its picture. */
record ClockPage(Page page) implements AutoCloseable {

    /** Frames of the sample, which is played in a loop. */
    private static final int FRAMES = 600;

    /** The clip begins anew: the only way back that is one. */
    private static final int LARGEST_STEP = FRAMES / 2;

    /** The numbers so far, in the order that they were on the screen, each time that it changed. */
    List<Integer> seen() {
        List<?> all = (List<?>) page.evaluate("clock.seen.map(each => each.number)");
        return all.stream().map(each -> ((Number) each).intValue()).toList();
    }

    /** Waits until so many more numbers have been on the screen. */
    void awaitMore(int than, int more) {
        page.waitForFunction("count => clock.seen.length >= count", than + more);
    }

    int count() {
        return ((Number) page.evaluate("clock.seen.length")).intValue();
    }

    /** Milliseconds of the page's wall clock when the number behind the first {@code than} ones was read. */
    long millisOf(int than) {
        return ((Number) page.evaluate("index => clock.seen[index].at", than)).longValue();
    }

    /** The first number that is before the one that it follows; -1: there is none. */
    static int firstBackwards(List<Integer> seen) {
        for (int i = 1; i < seen.size(); i++) {
            int step = Math.floorMod(seen.get(i) - seen.get(i - 1), FRAMES);
            if (step > LARGEST_STEP) {
                return seen.get(i);
            }
        }
        return -1;
    }

    Object of(String expression) {
        return page.evaluate(expression);
    }

    void awaitState(String state) {
        page.waitForFunction("state => framecast.state === state", state);
    }

    @Override
    public void close() {
        page.context().close();
    }
}
