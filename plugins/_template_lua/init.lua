-- A plugin's rules are pure, as packs' rules are: arguments in, values out. Every function of M is in plugin.yaml.
local M, settings = {}, ...

function M.share(part, whole)
  if not part or not whole or whole == 0 then return nil end
  return part * 100 // whole
end

-- A check says whether it is content, then what fills the {placeholders} of its text.
function M.small_share(answers)
  local share = M.share(answers[settings.part], answers[settings.whole])
  return not share or share <= settings.most, { share = share }
end

return M
