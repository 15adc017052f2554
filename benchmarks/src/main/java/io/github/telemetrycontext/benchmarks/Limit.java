package io.github.telemetrycontext.benchmarks;

import java.util.Locale;

/** The most that is allowed of something that is measured. */
record Limit(Kind kind, double most) {

    /** What is compared with what. */
    enum Kind {
        /** The time, as a part of the peer's. */
        TIMES("%.2f ×") {
            @Override
            double of(double measured, double peer) {
                return measured / peer;
            }
        },
        /** The time above the peer's. */
        NANOS_MORE("%+.1f ns") {
            @Override
            double of(double measured, double peer) {
                return measured - peer;
            }
        },
        /** The allocation, whatever the peer's is. */
        BYTES("%.0f B") {
            @Override
            double of(double measured, double peer) {
                return measured;
            }
        },
        /** The allocation above the peer's. */
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

    /** The standard error of a value: only parts of times have one, since only they are compared that closely. */
    double noise(double value, Measured measured, Measured peer) {
        return kind == Kind.TIMES ? value * Math.hypot(measured.noise(), peer.noise()) : 0;
    }

    /** What is compared, as text. */
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
