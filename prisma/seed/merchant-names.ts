/**
 * Made-up names: literary two-character stems that no chain is known by, joined with an everyday trade. Characters are
 * all in GBK, since statements carry them in that encoding.
 */
export const NAME_STEMS = [
  ["砚溪", "Yanxi"],
  ["汀鹭", "Tinglu"],
  ["岫白", "Xiubai"],
  ["苔石", "Taishi"],
  ["雾松", "Wusong"],
  ["澹月", "Danyue"],
  ["芷岸", "Zhi'an"],
  ["枫渡", "Fengdu"],
  ["桐影", "Tongying"],
  ["泮池", "Panchi"],
  ["棠梨", "Tangli"],
  ["霁川", "Jichuan"],
  ["萤尾", "Yingwei"],
  ["蓼花", "Liaohua"],
  ["砾滩", "Litan"],
  ["栎谷", "Ligu"],
  ["湄舟", "Meizhou"],
  ["磬音", "Qingyin"],
  ["杳木", "Yaomu"],
  ["篁里", "Huangli"],
  ["渚清", "Zhuqing"],
  ["槿篱", "Jinli"],
  ["濯缨", "Zhuoying"],
  ["葭月", "Jiayue"],
  ["岚起", "Lanqi"],
  ["竺溪", "Zhuxi"],
  ["芦汀", "Luting"],
  ["苇航", "Weihang"],
  ["穗风", "Suifeng"],
  ["榆火", "Yuhuo"],
  ["荻浦", "Dipu"],
  ["檐铃", "Yanling"],
] as const satisfies readonly (readonly [string, string])[];

export type Trade = {
  name: string;
  englishName: string;
  /** ISO 18245 merchant category. */
  categoryCode: string;
  lowPriceMinor: bigint;
  highPriceMinor: bigint;
  products: readonly string[];
};

/**
 * Products from the cheapest to the dearest. Their names contain commas and quotes on purpose: real ones do, and
 * statements carry them unescaped.
 */
export const TRADES: readonly Trade[] = [
  trade("茶铺", "Tea House", "5814", 900n, 6_800n, ["茉莉奶绿", "桂花乌龙，少冰", "下午茶四人份, 含点心"]),
  trade("面包房", "Bakery", "5462", 600n, 12_800n, ["海盐可颂", "全麦吐司（切片）", "生日蛋糕 6寸"]),
  trade("书屋", "Books", "5942", 1_900n, 38_000n, ["儿童绘本", "小说三册, 平装", "精装文集一套"]),
  trade("花艺", "Flowers", "5992", 3_900n, 89_900n, ["时令花束", "开业花篮", "会场布置, 含运送"]),
  trade("生鲜", "Fresh Market", "5411", 1_200n, 46_000n, ["当季水果", "净菜套餐, 两人份", "冷链海产"]),
  trade("服饰", "Apparel", "5651", 5_900n, 268_000n, ["亚麻衬衫", "童装套装, 110cm", "羊毛大衣"]),
  trade("眼镜", "Optical", "8043", 19_900n, 368_000n, ["日抛三十片", "防蓝光镜片", "钛架眼镜, 含验光"]),
  trade("数码", "Digital", "5732", 2_900n, 899_900n, ["移动电源, 二万毫安", "蓝牙耳机", '显示器 27"']),
  trade("宠物诊所", "Pet Clinic", "0742", 5_000n, 480_000n, ["猫粮 5kg", "疫苗接种", "体检套餐, 两只"]),
  trade("健身", "Fitness", "7997", 3_000n, 520_000n, ["瑜伽团课", "月卡", "私教十节"]),
  trade("民宿", "Guesthouse", "7011", 16_800n, 680_000n, ["山景房一晚", "周末两晚, 含早", "整栋包场"]),
  trade("口腔", "Dental", "8021", 9_900n, 1_680_000n, ["洁牙", "种植牙", "隐形矫正首期"]),
  trade("家居定制", "Custom Interiors", "5712", 49_900n, 6_880_000n, ["量房定金", "橱柜进度款", "全屋门窗, 含安装"]),
  trade("琴行", "Pianos", "5733", 6_000n, 5_980_000n, ["琴弦与保养", "钢琴课四节", "立式钢琴, 含调律"]),
  trade("汽车养护", "Car Care", "7538", 8_800n, 980_000n, ["小保养", "轮胎四条, 含安装", "整车贴膜"]),
  trade("票务", "Tickets", "7922", 4_800n, 168_000n, ["亲子剧场", "话剧票两张", "音乐节三日, 含露营"]),
];

function trade(
  name: string,
  englishName: string,
  categoryCode: string,
  lowPriceMinor: bigint,
  highPriceMinor: bigint,
  products: readonly string[],
): Trade {
  return { name, englishName, categoryCode, lowPriceMinor, highPriceMinor, products };
}

/** Made-up banks for payees. */
export const BANKS = ["北屿商业银行", "澜江农村商业银行", "云屏银行", "青汀储蓄银行"] as const;
