package io.framecast.broker.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All deadlines of the broker: a binary heap that knows where each timer lies, so that moving one is O(log n). */
final class Timers {

    private @Nullable Timer[] heap = new @Nullable Timer[64];
    private int size;

    /** The earliest deadline; {@link Long#MAX_VALUE}: none. */
    long deadlineNanos() {
        return size == 0 ? Long.MAX_VALUE : at(0).deadlineNanos;
    }

    /** {@link Long#MAX_VALUE} disarms. */
    void set(Timer timer, long deadlineNanos) {
        if (deadlineNanos == Long.MAX_VALUE) {
            cancel(timer);
            return;
        }
        if (timer.index < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            timer.deadlineNanos = deadlineNanos;
            timer.index = size;
            heap[size] = timer;
            up(size++);
            return;
        }
        boolean earlier = deadlineNanos - timer.deadlineNanos < 0;
        timer.deadlineNanos = deadlineNanos;
        if (earlier) {
            up(timer.index);
        } else {
            down(timer.index);
        }
    }

    /** Arms the timer, or moves it forward; a deadline that is later than the one it has changes nothing. */
    void noLaterThan(Timer timer, long deadlineNanos) {
        if (deadlineNanos != Long.MAX_VALUE && (!timer.armed() || deadlineNanos - timer.deadlineNanos < 0)) {
            set(timer, deadlineNanos);
        }
    }

    void cancel(Timer timer) {
        int hole = timer.index;
        if (hole < 0) {
            return;
        }
        Timer last = at(--size);
        heap[size] = null;
        timer.index = -1;
        timer.deadlineNanos = Long.MAX_VALUE;
        if (last != timer) {
            heap[hole] = last;
            last.index = hole;
            up(hole);
            down(last.index);
        }
    }

    /** Takes out the earliest timer if it is due. */
    @Nullable
    Timer poll(long nowNanos) {
        if (size == 0 || at(0).deadlineNanos - nowNanos > 0) {
            return null;
        }
        Timer due = at(0);
        cancel(due);
        return due;
    }

    private void up(int from) {
        int i = from;
        while (i > 0) {
            int parent = (i - 1) / 2;
            if (at(parent).deadlineNanos - at(i).deadlineNanos <= 0) {
                return;
            }
            swap(i, parent);
            i = parent;
        }
    }

    private void down(int from) {
        int i = from;
        while (true) {
            int least = i;
            for (int child = 2 * i + 1; child <= 2 * i + 2 && child < size; child++) {
                if (at(child).deadlineNanos - at(least).deadlineNanos < 0) {
                    least = child;
                }
            }
            if (least == i) {
                return;
            }
            swap(i, least);
            i = least;
        }
    }

    private void swap(int a, int b) {
        Timer first = at(a);
        Timer second = at(b);
        heap[a] = second;
        heap[b] = first;
        second.index = a;
        first.index = b;
    }

    private Timer at(int i) {
        Timer timer = heap[i];
        if (timer == null) {
            throw new IllegalStateException("no timer at " + i + " of " + size);
        }
        return timer;
    }
}
