package io.framecast.transport;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What a socket counts. Written by its event loop and the threads that send for it, readable from any thread. */
public final class TransportCounters {
    private final LongAdder droppedDatagrams = new LongAdder();
    private final LongAdder sendCalls = new LongAdder();
    private final LongAdder receiveCalls = new LongAdder();
    private final LongAdder sendErrors = new LongAdder();
    private final LongAdder receiveErrors = new LongAdder();
    private final LongAdder emptyDatagrams = new LongAdder();
    private final LongAdder handlerErrors = new LongAdder();
    private volatile LongSupplier overflow = () -> 0;
    private volatile LongSupplier lowOverflow = () -> 0;

    /** System calls that sent, those that the OS refused among them; counted by {@link TransportKind#NATIVE} alone. */
    public long sendCalls() {
        return sendCalls.sum();
    }

    /** System calls that received, those that found nothing among them; counted by {@link TransportKind#NATIVE} alone. */
    public long receiveCalls() {
        return receiveCalls.sum();
    }

    /** Datagrams not sent because the socket or the device's queue took no more. */
    public long droppedDatagrams() {
        return droppedDatagrams.sum();
    }

    /** Messages that the OS refused to send: unreachable, too big, no buffers. */
    public long sendErrors() {
        return sendErrors.sum();
    }

    /** Reads that failed. */
    public long receiveErrors() {
        return receiveErrors.sum();
    }

    /** Datagrams of zero bytes, ignored. */
    public long emptyDatagrams() {
        return emptyDatagrams.sum();
    }

    /** Datagrams whose handling threw; each is a bug of ours. */
    public long handlerErrors() {
        return handlerErrors.sum();
    }

    /** Datagrams that the OS dropped because the receive buffer was full; known to {@link TransportKind#NATIVE} alone. */
    public long receiveOverflow() {
        return overflow.getAsLong();
    }

    /** The same of the buffer for {@link LowPriority}. */
    public long lowReceiveOverflow() {
        return lowOverflow.getAsLong();
    }

    void count(LongSupplier receiveOverflow, LongSupplier lowReceiveOverflow) {
        overflow = receiveOverflow;
        lowOverflow = lowReceiveOverflow;
    }

    void onDropped(int datagrams) {
        droppedDatagrams.add(datagrams);
    }

    void onSendCall() {
        sendCalls.increment();
    }

    void onReceiveCall() {
        receiveCalls.increment();
    }

    void onSendError() {
        sendErrors.increment();
    }

    void onReceiveError() {
        receiveErrors.increment();
    }

    void onEmpty() {
        emptyDatagrams.increment();
    }

    void onHandlerError() {
        handlerErrors.increment();
    }
}
