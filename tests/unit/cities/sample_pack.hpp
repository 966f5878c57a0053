#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "cities/judge.hpp"
#include "cities/pack.hpp"

// A small invented city, built without files, so that these tests fail for the judgement's reasons only.
namespace nrmm::cities::sample {

inline Date day(const char* iso) { return *Date::parse(iso); }

using Terms = std::initializer_list<std::pair<const char*, const char*>>;
Vocabulary vocabulary(const std::string& name, Terms terms);
void set_policy(Pack& pack, const std::string& name, Json value, const char* basis = "样规 第一条");

// A field called as its label is, "<name>的标签".
Field field(const std::string& name, FieldType type);
Field choice(const std::string& name, const std::string& words);
Condition is(const std::string& name, const char* value);

// Puts the fields into the form's stock and asks them all in one more step.
Step& ask(Form& form, const std::string& step, std::initializer_list<Field> fields);

// Texts, two districts, vocabularies and calendars; no forms.
Pack city();
// Compiles rules/machine.lua for the pack; fails the test on any diagnostic.
void give_rules(Pack& pack, const std::string& lua);

Judgement judged(const Pack& pack, const Form& form, const Json& answers, const Json& facts = Json::object(),
                 const char* date = "2025-06-03");

// "field:code" of each finding, in order, joined by blanks.
std::string codes(const std::vector<Finding>& findings);
const Finding* finding(const std::vector<Finding>& findings, const std::string& code);

}  // namespace nrmm::cities::sample
