package io.framecast.broker.net;

import io.framecast.broker.core.MediaOut;
import io.framecast.broker.core.SubscriberTable;
import io.framecast.transport.AddressTable;
import io.framecast.transport.DatagramTransport;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** Media through the transport: each lane's table has a copy in the transport's own form, made when it is first sent to. */
final class FanOut implements MediaOut {
    private final DatagramTransport transport;

    FanOut(DatagramTransport transport) {
        this.transport = transport;
    }

    private record Copy(AddressTable addresses) implements SubscriberTable.Copy {
        @Override
        public void set(int index, InetSocketAddress address) {
            addresses.set(index, address);
        }

        @Override
        public void truncate(int size) {
            addresses.truncate(size);
        }
    }

    @Override
    public void fanOut(SubscriberTable rows, ByteBuf memory, int offset, int length, int segmentBytes) {
        transport.fanOut(addresses(rows), memory, offset, length, segmentBytes);
    }

    @Override
    public void sendTo(InetSocketAddress to, ByteBuf memory, int offset, int length, int segmentBytes) {
        transport.sendSegments(to, memory, offset, length, segmentBytes);
    }

    private AddressTable addresses(SubscriberTable rows) {
        if (rows.copy() instanceof Copy copy) {
            return copy.addresses;
        }
        Copy made = new Copy(transport.addressTable());
        rows.copyTo(made);
        return made.addresses;
    }
}
