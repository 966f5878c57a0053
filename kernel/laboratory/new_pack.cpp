#include "laboratory/new_pack.hpp"

#include <set>
#include <stdexcept>

#include "base/text.hpp"
#include "cities/loader.hpp"
#include "laboratory/folder_texts.hpp"
#include "machines/code.hpp"
#include "yaml/edit.hpp"
#include "yaml/parse.hpp"
#include "yaml/write.hpp"

namespace nrmm::laboratory {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTemplate = "_template";

[[noreturn]] void refuse(const std::string& why) { throw std::runtime_error(why); }

void check_id(const std::string& id) {
  const bool good = !id.empty() && id.size() <= 40 && id[0] >= 'a' && id[0] <= 'z' &&
                    id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
  if (!good)
    refuse("`" + id + "` cannot be a pack's id: small letters, digits and underscores, a letter first");
}

void check_words(const NewPack& wish) {
  check_id(wish.folder.filename());
  if (wish.adcode.size() != 6 || wish.adcode.find_first_not_of("0123456789") != std::string::npos)
    refuse("`" + wish.adcode + "` is no adcode: six digits of GB/T 2260, as 370100");
  if (!valid_utf8(wish.name) || trim(wish.name) != wish.name || code_points(wish.name) > 40 ||
      yaml::written(wish.name) != wish.name)
    refuse("the name is written as people read it, without quotes or other signs, in 40 characters at most");
  if (fs::exists(fs::symlink_status(wish.folder)))
    refuse(wish.folder.string() + " is there already: nothing was changed");
}

void replace_all(std::string& text, const std::string& was, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(was, at)) != std::string::npos; at += with.size())
    text.replace(at, was.size(), with);
}

// The template as a pack: its own names and codes are what a new city's take the place of.
std::shared_ptr<const cities::Pack> load_template(const fs::path& root, const fs::path& plugins,
                                                  const cities::Catalogue& catalogue, Date today) {
  if (!fs::is_directory(root / kTemplate))
    refuse((root / kTemplate).string() + " is not there to start from");
  Diagnostics diagnostics;
  const auto files = cities::read_pack_folder(root, kTemplate, diagnostics, plugins);
  const auto pack = cities::load_pack(files, catalogue, today, diagnostics);
  if (pack && !pack->districts.empty()) return pack;
  for (const Diagnostic& each : diagnostics.all())
    if (each.level == Diagnostic::Level::error) refuse("the template is not sound: " + each.str());
  refuse("the template has no district");
}

struct SampleCode {
  std::string was, now;                // the two characters of the district
  std::string prefix_was, prefix_now;  // with the province's
};

// The first two characters from the template's own on whose prefix nobody beside the new folder gives out.
SampleCode free_code(const cities::Pack& sample, const std::set<std::string>& taken) {
  cities::District district = sample.districts.front();
  SampleCode out{district.code, {}, machines::serial_prefix(sample, district, sample.from), {}};
  const std::string alphabet = sample.text_policy("code.alphabet", sample.from);
  for (const char first : alphabet) {
    for (const char second : alphabet) {
      district.code = {first, second};
      out.now = district.code;
      out.prefix_now = machines::serial_prefix(sample, district, sample.from);
      if (out.now != "00" && !taken.contains(out.prefix_now)) return out;
    }
  }
  refuse("no prefix of codes is free for the sample district");
}

class Maker {
 public:
  Maker(const NewPack& wish, const cities::Pack& sample, Texts texts)
      : wish_(wish), sample_(sample), texts_(std::move(texts)) {}

  Texts made(const SampleCode& code) {
    fill_manifest();
    fill_codes(code);
    for (auto& [path, text] : texts_) replace_all(text, sample_.name, wish_.name);
    return std::move(texts_);
  }

 private:
  yaml::Node parsed(const std::string& path) const {
    Diagnostics diagnostics;  // the template has been loaded: there is nothing to tell
    return yaml::parse(texts_.at(path), path, diagnostics).value();
  }

  void fill_manifest() {
    const yaml::Node manifest = parsed("pack.yaml");
    const auto value = [&](const char* key, const std::string& with) {
      return yaml::Edit::value(*manifest.find(key), with);
    };
    const yaml::Node& from = *manifest.find("effective")->find("from");
    std::string& text = texts_.at("pack.yaml");
    text = yaml::edited(text, {value("id", wish_.folder.filename()), value("name", wish_.name),
                               value("adcode", '"' + wish_.adcode + '"'), value("inherits", wish_.inherits),
                               yaml::Edit::value(from, wish_.from.iso())});
  }

  // Six digits of districts begin with the city's four; codes in tests are written with their hyphen.
  void fill_codes(const SampleCode& code) {
    const yaml::Node districts = parsed("districts.yaml");
    const yaml::Node& characters = *districts.find(sample_.districts.front().id)->find("code");
    std::string& text = texts_.at("districts.yaml");
    text = yaml::edited(text, {yaml::Edit::value(characters, '"' + code.now + '"')});
    for (auto& [path, test] : texts_) {
      if (path != "districts.yaml" && !path.starts_with("tests/")) continue;
      replace_all(test, '"' + sample_.adcode.substr(0, 4), '"' + wish_.adcode.substr(0, 4));
      replace_all(test, '-' + code.prefix_was, '-' + code.prefix_now);
    }
  }

  const NewPack& wish_;
  const cities::Pack& sample_;
  Texts texts_;
};

cities::PackFiles files_of(const fs::path& root, const NewPack& wish, Texts texts, Diagnostics& diagnostics) {
  cities::PackFiles files = cities::read_pack_folder(root, wish.inherits, diagnostics, wish.plugins);
  if (files.chain.empty()) return files;
  std::erase_if(texts, [](const auto& each) { return cities::left_out(each.first); });
  files.chain.push_back({wish.folder.filename(), std::move(texts)});
  return files;
}

}  // namespace

Examination make_pack(const NewPack& wanted, const cities::Catalogue& catalogue, Date today) {
  NewPack wish = wanted;
  wish.folder = whole_path(wanted.folder);
  const fs::path root = wish.folder.parent_path();
  check_words(wish);
  const auto sample = load_template(root, wish.plugins, catalogue, today);
  std::set<std::string> taken;
  for (const auto& other : packs_beside(wish.folder, catalogue, today, wish.plugins)) {
    if (other->adcode == wish.adcode) refuse("adcode " + wish.adcode + " is " + other->id + "'s");
    for (const auto& district : other->districts)
      taken.insert(machines::serial_prefix(*other, district, other->from));
  }
  const Texts texts = Maker(wish, *sample, texts_in(root / kTemplate)).made(free_code(*sample, taken));
  Diagnostics diagnostics;
  Examination examination = examine(files_of(root, wish, texts, diagnostics), catalogue, today, Depth::test);
  if (examination.files.chain.empty()) examination.diagnostics = diagnostics;
  if (examination.passed() && !examination.diagnostics.has_errors()) write_new(wish.folder, texts);
  return examination;
}

}  // namespace nrmm::laboratory
