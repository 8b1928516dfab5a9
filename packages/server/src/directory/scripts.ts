/**
 * What the engine must do in one step (Lua). Each touches one key. They are sent whole each time: the engine knows them again by their
 * hash, and none is missing after it was restarted.
 */
export const scripts = {
  /** ARGV: resource, entry. Answers the former entry. */
  register: `local was = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return was`,

  /** ARGV: resource, entry, owner. Unless it is another's: 0 then. */
  update: `local was = redis.call('HGET', KEYS[1], ARGV[1])
if was and string.sub(was, -#ARGV[3]) ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1`,

  /** ARGV: resource, owner. */
  unregister: `local was = redis.call('HGET', KEYS[1], ARGV[1])
if not was or string.sub(was, -#ARGV[2]) ~= ARGV[2] then return 0 end
return redis.call('HDEL', KEYS[1], ARGV[1])`,

  /** ARGV: owner. Removes all of that owner; answers resource, entry, resource, entry, … */
  sweep: `local all = redis.call('HGETALL', KEYS[1])
local gone = {}
for i = 1, #all, 2 do
  if string.sub(all[i + 1], -#ARGV[1]) == ARGV[1] then
    redis.call('HDEL', KEYS[1], all[i])
    gone[#gone + 1] = all[i]
    gone[#gone + 1] = all[i + 1]
  end
end
return gone`,

  /** ARGV: how the value of this life begins, value, milliseconds. 0: another life has the lease. */
  renew: `local was = redis.call('GET', KEYS[1])
if was and string.sub(was, 1, #ARGV[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`,

  /** ARGV: how the value of this life begins. */
  release: `local was = redis.call('GET', KEYS[1])
if not was or string.sub(was, 1, #ARGV[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`,

  /** ARGV: whose it may be taken from ("" for nobody), own life. Answers whose it is now. */
  claim: `local was = redis.call('GET', KEYS[1])
if was and was ~= ARGV[1] then return was end
redis.call('SET', KEYS[1], ARGV[2])
return ARGV[2]`,

  /** ARGV: own life. */
  releaseRoom: `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`,
} as const;
