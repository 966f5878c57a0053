-- GB 36886-2018《非道路柴油移动机械排气烟度限值及测量方法》。读数与限值以千分之一每米的整数相加、相比，“不超过”即合格。
local M, settings = {}, ...

-- 每版标准自施行日起的限值：额定净功率不足 below、不超过 to 千瓦的第一行适用；k 为光吸收系数（1/m），grade 为林格曼级。
-- assumed 的格子未在公开文件中核对到，见 README.md。
local standards = {
  {
    from = "2018-12-01",
    I = {
      { below = 19, k = 3.00, grade = 1, assumed = true },
      { below = 37, k = 2.00, grade = 1, assumed = true },
      { to = 560, k = 1.61, grade = 1 },
    },
    II = {
      { below = 19, k = 2.00, grade = 1, assumed = true },
      { below = 37, k = 1.00, grade = 1 },
      { k = 0.80, grade = 1 },
    },
    III = {
      { below = 37, k = 0.80, grade = 1 },
      { k = 0.50, grade = 1 },
    },
    high_altitude = 0.25,      -- 海拔超过1700米；assumed
  },
}

-- 那一天施行的标准；没有日期，即最新的。
local function standard_on(date)
  for at = #standards, 1, -1 do
    if not date or date >= standards[at].from then return standards[at] end
  end
end

local function thousandths(number) return math.floor(number * 1000 + 0.5) end

-- 限值（1/m）与林格曼级；施行前、没有功率或类别、或超出标准的功率，即 nil。
function M.limit(power, class, date)
  local standard = standard_on(date)
  local rows = standard and power and class and standard[class]
  for _, row in ipairs(rows or {}) do
    if (not row.below or power < row.below) and (not row.to or power <= row.to) then
      local extra = settings.high_altitude and standard.high_altitude or 0
      return thousandths(row.k + extra) / 1000, row.grade
    end
  end
end

-- 平均值是否不超过限值，平均值，限值；须恰有三个读数，少了或没有限值即 nil。
function M.smoke_limit(power, class, readings, date)
  local limit = M.limit(power, class, date)
  if not limit or #readings ~= 3 then return nil end
  local sum = thousandths(readings[1]) + thousandths(readings[2]) + thousandths(readings[3])
  return sum <= 3 * thousandths(limit), math.floor(sum / 3 + 0.5) / 1000, limit
end

-- 高排放：达不到Ⅲ类限值；读数不全或没有限值，即 nil。
function M.high_emission(power, readings, date)
  local within, mean, limit = M.smoke_limit(power, "III", readings, date)
  if within == nil then return nil end
  return not within, mean, limit
end

-- 标准只管柴油机械；没有说哪个字段是燃料，就不问。
local function diesel(answers)
  local fuel = settings.fuel and answers[settings.fuel]
  for _, each in ipairs(settings.diesel) do
    if not fuel or fuel == each then return true end
  end
  return false
end

-- 禁用区内按Ⅲ类；国二及以前Ⅰ类，国三起Ⅱ类；电动的没有，不明的按设置。
function M.smoke_class(answers, ctx)
  local stage = ctx.emission_stage
  if not stage or stage == "D" or not diesel(answers) then return nil end
  if stage == "X" and settings.unknown_stage == "none" then return nil end
  if ctx.zone == "inside" then return "III" end
  if stage == "X" then return settings.unknown_stage end
  return (stage == "1" or stage == "2") and "I" or "II"
end

local function readings_of(answers)
  local out = {}
  for _, field in ipairs(settings.readings) do
    local reading = answers[field]
    if reading then table.insert(out, reading) end
  end
  return out
end

-- 判定及文字里的 {mean} {limit}；判不了的不拦。
local function verdict(within, mean, limit)
  return within ~= false, { mean = mean, limit = limit }
end

function M.within_limit(answers, ctx)
  local power = answers[settings.power]
  return verdict(M.smoke_limit(power, M.smoke_class(answers, ctx), readings_of(answers), ctx.date))
end

function M.not_high_emission(answers, ctx)
  return verdict(M.smoke_limit(answers[settings.power], "III", readings_of(answers), ctx.date))
end

return M
