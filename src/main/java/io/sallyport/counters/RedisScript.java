package io.sallyport.counters;

import io.lettuce.core.codec.Base16;
import java.nio.charset.StandardCharsets;

/// What Redis does in one step; each answers with a list of whole numbers.
///
/// Times are counted by the server's clock and given as distances, because the clocks of two machines differ.
///
/// @param digest names the script for a server that knows it
record RedisScript(String text, String digest) {
    /// Counter; cap, want, lifetime in milliseconds.
    static final RedisScript TAKE = of("""
            local taken = tonumber(redis.call('get', KEYS[1]) or '0')
            local amount = math.max(0, math.min(tonumber(ARGV[2]), tonumber(ARGV[1]) - taken))
            if amount > 0 then
              redis.call('incrby', KEYS[1], string.format('%.0f', amount))
              redis.call('pexpire', KEYS[1], ARGV[3])
            end
            return {amount}
            """);

    /// Counter; amount.
    static final RedisScript GIVE_BACK = of("""
            local taken = tonumber(redis.call('get', KEYS[1]) or '0')
            local amount = math.min(tonumber(ARGV[1]), taken)
            if amount > 0 then
              redis.call('decrby', KEYS[1], string.format('%.0f', amount))
            end
            return {amount}
            """);

    /// Places, instances; instance, cap, held, wanted, lifetime in milliseconds. Places of the dead are cleared away.
    static final RedisScript HOLD = of("""
            local time = redis.call('time')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local all = redis.call('hgetall', KEYS[1])
            local others = 0
            for i = 1, #all, 2 do
              if all[i] ~= ARGV[1] then
                local ends = redis.call('zscore', KEYS[2], all[i])
                if ends and tonumber(ends) > now then
                  others = others + tonumber(all[i + 1])
                else
                  redis.call('hdel', KEYS[1], all[i])
                end
              end
            end
            local held = math.max(tonumber(ARGV[3]), math.min(tonumber(ARGV[4]), tonumber(ARGV[2]) - others))
            if held > 0 then
              redis.call('hset', KEYS[1], ARGV[1], string.format('%.0f', held))
              redis.call('pexpire', KEYS[1], ARGV[5])
            else
              redis.call('hdel', KEYS[1], ARGV[1])
            end
            return {held}
            """);

    /// Instances; instance, lease in milliseconds. Answers whether it was known, and how many live.
    static final RedisScript BEAT = of("""
            local time = redis.call('time')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            redis.call('zremrangebyscore', KEYS[1], '-inf', string.format('%.0f', now))
            local known = redis.call('zscore', KEYS[1], ARGV[1]) and 1 or 0
            redis.call('zadd', KEYS[1], string.format('%.0f', now + tonumber(ARGV[2])), ARGV[1])
            redis.call('pexpire', KEYS[1], ARGV[2])
            return {known, redis.call('zcard', KEYS[1])}
            """);

    /// Instances; instance.
    static final RedisScript LEAVE = of("""
            return {redis.call('zrem', KEYS[1], ARGV[1])}
            """);

    private static RedisScript of(String text) {
        return new RedisScript(text, Base16.digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
