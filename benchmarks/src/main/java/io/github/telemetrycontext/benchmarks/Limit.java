package io.github.telemetrycontext.benchmarks;

import java.util.Locale;

/** The maximum of a measured value. */
record Limit(Kind kind, double most) {

    /** The kind of comparison. */
    enum Kind {
        /** The time divided by the time of the peer. */
        TIMES("%.2f ×") {
            @Override
            double of(double measured, double peer) {
                return measured / peer;
            }
        },
        /** The time minus the time of the peer. */
        NANOS_MORE("%+.1f ns") {
            @Override
            double of(double measured, double peer) {
                return measured - peer;
            }
        },
        /** The allocation, independent of the peer. */
        BYTES("%.0f B") {
            @Override
            double of(double measured, double peer) {
                return measured;
            }
        },
        /** The allocation minus the allocation of the peer. */
        BYTES_MORE("%+.0f B") {
            @Override
            double of(double measured, double peer) {
                return measured - peer;
            }
        };

        private final String format;

        Kind(String format) {
            this.format = format;
        }

        abstract double of(double measured, double peer);

        boolean isTime() {
            return this == TIMES || this == NANOS_MORE;
        }

        double quantity(Measured measured) {
            return isTime() ? measured.nanos() : measured.bytes();
        }
    }

    static Limit times(double most) {
        return new Limit(Kind.TIMES, most);
    }

    static Limit nanosMore(double most) {
        return new Limit(Kind.NANOS_MORE, most);
    }

    static Limit bytes(int most) {
        return new Limit(Kind.BYTES, most);
    }

    static Limit bytesMore(int most) {
        return new Limit(Kind.BYTES_MORE, most);
    }

    double of(Measured measured, Measured peer) {
        return kind.of(kind.quantity(measured), kind.quantity(peer));
    }

    boolean allows(double value) {
        return value <= most;
    }

    /** Returns the standard error of a value. Only quotients of times need one. */
    double noise(double value, Measured measured, Measured peer) {
        return kind == Kind.TIMES ? value * Math.hypot(measured.noise(), peer.noise()) : 0;
    }

    /** Returns the compared values as text. */
    String texts(Measured measured, Measured peer) {
        return String.format(
                Locale.ROOT,
                kind.isTime() ? "%.1f / %.1f ns" : "%.0f / %.0f B",
                kind.quantity(measured),
                kind.quantity(peer));
    }

    String text(double value) {
        return String.format(Locale.ROOT, kind.format, value);
    }

    @Override
    public String toString() {
        return text(most);
    }
}
