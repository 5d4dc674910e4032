package io.framecast.protocol.wire;

import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.Level;
import java.util.List;

/**
 * The numbers of reasons and error codes: from 1, in the order of the constants, to which later versions only append. A number
 * that is not known yet still means that something was refused or has ended, so it is read as a general constant of its kind.
 */
final class Codes<E> {

    static final Codes<ErrorCode> ERROR = new Codes<>(List.of(ErrorCode.values()), ErrorCode.UNSUPPORTED);
    static final Codes<EndReason> END = new Codes<>(List.of(EndReason.values()), EndReason.ENDED);
    static final Codes<DropReason> DROP = new Codes<>(List.of(DropReason.values()), DropReason.RING_MISS);
    static final Codes<CloseReason> CLOSE = new Codes<>(List.of(CloseReason.values()), CloseReason.INTERNAL);

    static final Codes<Level> LEVEL = new Codes<>(List.of(Level.values()), Level.ALL);

    static final int MAX = 16_383;

    private final List<E> constants;
    private final E unknown;

    private Codes(List<E> constants, E unknown) {
        this.constants = constants;
        this.unknown = unknown;
    }

    int code(E constant) {
        return constants.indexOf(constant) + 1;
    }

    /** @param code from 1 */
    E constant(int code) {
        return code <= constants.size() ? constants.get(code - 1) : unknown;
    }
}
