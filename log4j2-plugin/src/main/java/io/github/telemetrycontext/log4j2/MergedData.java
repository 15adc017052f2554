package io.github.telemetrycontext.log4j2;

import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The context data of one event: the fields of a context and the entries of other providers. It knows whether the
 * fields are unchanged.
 */
final class MergedData extends SortedArrayStringMap {

    private static final long serialVersionUID = 1L;

    private transient @Nullable ContextFields fields;

    MergedData(ContextFields fields) {
        super(fields.entries());
        this.fields = fields;
    }

    /** Returns the fields of the context, or null if an entry may have changed them. */
    @Nullable ContextFields fields() {
        return fields;
    }

    @Override
    public void putValue(String key, @Nullable Object value) {
        super.putValue(key, value);
        if (EventFields.isKey(key)) {
            fields = null;
        }
    }

    @Override
    public void putAll(ReadOnlyStringMap source) {
        super.putAll(source);
        fields = null;
    }

    @Override
    public void remove(String key) {
        super.remove(key);
        fields = null;
    }

    @Override
    public void clear() {
        super.clear();
        fields = null;
    }

    private Object writeReplace() {
        return ContextFields.plain(this);
    }
}
