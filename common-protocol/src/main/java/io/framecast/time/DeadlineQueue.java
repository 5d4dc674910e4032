package io.framecast.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines on one clock, the earliest first: a binary heap that knows where each one lies, so that moving it is O(log n). Owned by one
 * event loop.
 *
 * @param <D> what is due; each is in this queue alone
 */
public final class DeadlineQueue<D extends Deadline> {

    private @Nullable Deadline[] heap = new @Nullable Deadline[8];
    private int size;

    /** How many are armed. */
    public int size() {
        return size;
    }

    /** The earliest deadline; {@link Long#MAX_VALUE}: none. */
    public long deadlineNanos() {
        return size == 0 ? Long.MAX_VALUE : at(0).deadlineNanos;
    }

    /** {@link Long#MAX_VALUE} disarms. */
    public void set(D deadline, long deadlineNanos) {
        if (deadlineNanos == Long.MAX_VALUE) {
            cancel(deadline);
            return;
        }
        if (deadline.index < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            deadline.deadlineNanos = deadlineNanos;
            deadline.index = size;
            heap[size] = deadline;
            up(size++);
            return;
        }
        boolean earlier = deadlineNanos - deadline.deadlineNanos < 0;
        deadline.deadlineNanos = deadlineNanos;
        if (earlier) {
            up(deadline.index);
        } else {
            down(deadline.index);
        }
    }

    /** Arms it, or moves it forward; a deadline that is later than the one it has changes nothing. */
    public void noLaterThan(D deadline, long deadlineNanos) {
        if (deadlineNanos != Long.MAX_VALUE && (!deadline.armed() || deadlineNanos - deadline.deadlineNanos < 0)) {
            set(deadline, deadlineNanos);
        }
    }

    public void cancel(D deadline) {
        int hole = deadline.index;
        if (hole < 0) {
            return;
        }
        Deadline last = at(--size);
        heap[size] = null;
        deadline.index = -1;
        deadline.deadlineNanos = Long.MAX_VALUE;
        if (hole != size) {
            heap[hole] = last;
            last.index = hole;
            up(hole);
            down(last.index);
        }
    }

    /** Takes out the earliest if it is due; null: none is. */
    @SuppressWarnings("unchecked")
    public @Nullable D poll(long nowNanos) {
        if (size == 0 || at(0).deadlineNanos - nowNanos > 0) {
            return null;
        }
        D due = (D) at(0);
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
        Deadline first = at(a);
        Deadline second = at(b);
        heap[a] = second;
        heap[b] = first;
        second.index = a;
        first.index = b;
    }

    private Deadline at(int i) {
        Deadline deadline = heap[i];
        if (deadline == null) {
            throw new IllegalStateException("nothing at " + i + " of " + size);
        }
        return deadline;
    }
}
