-- Percentiles over many rows: distributions are merged, percentiles never. The scale and the packed form are those of the domain's
-- LatencyScale and LatencyBuckets.
CREATE FUNCTION flowgauge.add_latency_buckets(counts bigint[], packed bytea) RETURNS bigint[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    size     integer := coalesce(length(packed), 0);
    place    integer := 0;
    part     integer;
    shift    integer;
    distance bigint;
    records  bigint;
    index    bigint := -1;
BEGIN
    IF counts IS NULL AND packed IS NOT NULL THEN
        counts := array_fill(0::bigint, ARRAY [111]);
    END IF;
    WHILE place < size LOOP
        distance := 0;
        shift := 0;
        LOOP
            part := get_byte(packed, place);
            distance := distance | ((part & 127)::bigint << shift);
            place := place + 1;
            EXIT WHEN part < 128;
            shift := shift + 7;
            IF shift > 56 OR place = size THEN
                RAISE data_exception USING MESSAGE = 'latency_buckets are no distribution', HINT = 'Give the column as it is in the view.';
            END IF;
        END LOOP;
        index := index + distance;
        records := 0;
        shift := 0;
        LOOP
            IF shift > 56 OR place = size OR distance < 1 OR index > 110 THEN
                RAISE data_exception USING MESSAGE = 'latency_buckets are no distribution', HINT = 'Give the column as it is in the view.';
            END IF;
            part := get_byte(packed, place);
            records := records | ((part & 127)::bigint << shift);
            place := place + 1;
            EXIT WHEN part < 128;
            shift := shift + 7;
        END LOOP;
        counts[index + 1] := CASE
            WHEN counts[index + 1] > 9223372036854775807 - records THEN 9223372036854775807
            ELSE counts[index + 1] + records
        END;
    END LOOP;
    RETURN counts;
END $$;
COMMENT ON FUNCTION flowgauge.add_latency_buckets IS 'counts by bucket (the first is bucket 0) and those of a packed distribution, none above 2^63-1; null: none at all';

CREATE FUNCTION flowgauge.packed_latency_buckets(counts bigint[]) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    packed bytea := '';
    before integer := 0;
    rest   bigint;
BEGIN
    FOR index IN 1 .. coalesce(array_length(counts, 1), 0) LOOP
        CONTINUE WHEN counts[index] = 0;
        packed := packed || set_byte('\x00', 0, index - before);
        before := index;
        rest := counts[index];
        WHILE rest > 127 LOOP
            packed := packed || set_byte('\x00', 0, (rest & 127)::integer | 128);
            rest := rest >> 7;
        END LOOP;
        packed := packed || set_byte('\x00', 0, rest::integer);
    END LOOP;
    RETURN nullif(packed, '');
END $$;
COMMENT ON FUNCTION flowgauge.packed_latency_buckets IS 'counts by bucket (the first is bucket 0), packed; null: none';

CREATE AGGREGATE reporting.latency_merge(bytea) (
    SFUNC = flowgauge.add_latency_buckets,
    STYPE = bigint[],
    FINALFUNC = flowgauge.packed_latency_buckets,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE reporting.latency_merge(bytea) IS 'one distribution of many latency_buckets; nulls do not count; null: none at all';

CREATE FUNCTION flowgauge.latency_percentile(counts bigint[], fraction double precision) RETURNS bigint
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    total   numeric := 0;
    rank    double precision;
    nearest numeric;
    seen    numeric := 0;
BEGIN
    IF NOT fraction BETWEEN 0 AND 1 THEN
        RAISE invalid_parameter_value USING
            MESSAGE = format('fraction is %s, must be 0 to 1', fraction), HINT = 'Use 0.95 for the 95th percentile.';
    END IF;
    FOR index IN 1 .. 111 LOOP
        total := total + counts[index];
    END LOOP;
    IF total = 0 THEN
        RETURN NULL;
    END IF;
    rank := ceil(fraction * total::double precision);
    nearest := least(total, greatest(1, CASE WHEN rank < 9223372036854775807 THEN rank::bigint ELSE total END));
    FOR index IN 1 .. 111 LOOP
        seen := seen + counts[index];
        IF seen >= nearest THEN
            RETURN CASE index WHEN 1 THEN 0 ELSE greatest(1, round((2 * power(1.22::double precision, index - 2) / 2.22)::numeric)) END;
        END IF;
    END LOOP;
END $$;
COMMENT ON FUNCTION flowgauge.latency_percentile IS 'ms that stand for the bucket (the first is bucket 0) in which the nearest rank of that part of the counts is; null: none';

-- A body that is read once, here: who calls it needs no right to find what it calls.
CREATE FUNCTION reporting.latency_percentile(latency_buckets bytea, fraction double precision) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN flowgauge.latency_percentile(flowgauge.add_latency_buckets(NULL, latency_buckets), fraction);
COMMENT ON FUNCTION reporting.latency_percentile IS 'ms, within 10 %: the smallest latency that at least this part of the records does not exceed; a fraction of 0.95 is the 95th percentile; null: no distribution';
