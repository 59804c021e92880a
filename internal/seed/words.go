package seed

// The vocabulary of the invented province. Firm names are place + two syllables + 示例 + trade + form.

type place struct {
	name   string // as firms write it
	city   string // as departments write it
	region string // current code
	inUSCC string // digits 3–8 of codes issued there: the registrar's old codes, see data standards on the region trap
	weight int
}

var places = []place{
	{"海口", "海口市", "460100", "460100", 40}, {"三亚", "三亚市", "460200", "460200", 18}, {"儋州", "儋州市", "460400", "469003", 6},
	{"琼海", "琼海市", "469002", "469002", 5}, {"文昌", "文昌市", "469005", "469005", 5}, {"万宁", "万宁市", "469006", "469006", 4},
	{"澄迈", "澄迈县", "469023", "469027", 4}, {"东方", "东方市", "469007", "469007", 3}, {"陵水", "陵水黎族自治县", "469028", "469034", 3},
	{"临高", "临高县", "469024", "469028", 2}, {"定安", "定安县", "469021", "469025", 2}, {"屯昌", "屯昌县", "469022", "469026", 2},
	{"乐东", "乐东黎族自治县", "469027", "469033", 2}, {"五指山", "五指山市", "469001", "469001", 1}, {"昌江", "昌江黎族自治县", "469026", "469031", 1},
	{"保亭", "保亭黎族苗族自治县", "469029", "469035", 1}, {"琼中", "琼中黎族苗族自治县", "469030", "469036", 1}, {"白沙", "白沙黎族自治县", "469025", "469030", 1},
}

var (
	firstSyllables  = []rune("海椰云远青南碧鹿珊星潮霞榕棠蓝槟明晴雨风帆鲸鸥礁泉岭湖桥林禾")
	secondSyllables = []rune("汐风岭帆屿澜湾珀瑚河涌光荫溪礁榔月岚霖汀影歌翔石泽峰心渡森穗")
	surnames        = []rune("符王陈林黄吴李郑周邢云何韩冯蔡麦羊苏欧邓")
	givenNames      = []string{"示一", "示二", "例明", "例华", "示安", "例宁", "示和", "例平", "示远", "例新"}
)

type trade struct {
	name     string
	industry string // GB/T 4754 section + division
	domain   string
}

var trades = []trade{
	{"食品", "C14", "food"}, {"水产", "A04", "food"}, {"餐饮", "H62", "food"}, {"茶业", "F52", "food"}, {"物流", "G54", "transport"},
	{"旅游", "L72", "tourism"}, {"酒店", "H61", "tourism"}, {"建材", "F51", "market"}, {"建设工程", "E48", "construction"},
	{"装饰", "E50", "construction"}, {"医药", "F52", "drug"}, {"医疗器械", "F51", "drug"}, {"科技", "I65", "market"},
	{"网络", "I64", "market"}, {"贸易", "F51", "customs"}, {"进出口", "F51", "customs"}, {"农业", "A01", "food"}, {"养殖", "A03", "food"},
	{"环保", "N77", "environment"}, {"物业", "K70", "real_estate"}, {"汽车服务", "O81", "market"}, {"文化传媒", "R87", "tourism"},
	{"教育咨询", "P83", "market"}, {"家政服务", "O80", "market"}, {"养老服务", "Q84", "health"}, {"船舶修造", "C37", "safety"},
}

var forms = map[string][]string{
	"enterprise": {"有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司"}, "household": {"店", "商行", "经营部"},
	"cooperative": {"农民专业合作社"}, "institution": {"服务中心"}, "social": {"行业协会"},
}

// offence is a template of a penalty: what was done, under which provision, with which kinds and how much.
type offence struct {
	domain, conduct, facts, basis string
	kinds                         []string
	wan                           [2]float64 // fine in 万元, from–to; zero: no fine
}

var offences = []offence{
	{"food", "未按规定建立进货查验记录", "经查，当事人未按规定建立并遵守进货查验记录制度。", "《中华人民共和国食品安全法》第一百二十六条第一款", []string{"警告"}, [2]float64{}},
	{"food", "经营超过保质期的食品", "经查，当事人货架上陈列销售超过保质期的食品。", "《中华人民共和国食品安全法》第一百二十四条第一款", []string{"罚款", "没收违法所得"}, [2]float64{1, 6}},
	{"food", "餐具、饮具未按规定清洗消毒", "经查，当事人使用的餐具抽检不合格且逾期未改。", "《中华人民共和国食品安全法》第一百二十六条第一款", []string{"罚款"}, [2]float64{0.5, 2}},
	{"drug", "未凭处方销售处方药", "经查，当事人未凭处方销售处方药。", "《药品流通监督管理办法》", []string{"警告", "罚款"}, [2]float64{0.05, 0.1}},
	{"market", "发布虚假广告", "经查，当事人在网页中宣称的功效无证据支持。", "《中华人民共和国广告法》第五十五条", []string{"罚款"}, [2]float64{1, 20}},
	{"market", "虚假或者引人误解的商业宣传", "经查，当事人对商品销售状况作虚假宣传。", "《中华人民共和国反不正当竞争法》", []string{"罚款"}, [2]float64{2, 30}},
	{"transport", "未取得道路运输经营许可从事经营", "经查，当事人未取得许可擅自从事道路货物运输。", "《中华人民共和国道路运输条例》", []string{"罚款", "没收违法所得"}, [2]float64{0.3, 3}},
	{"tourism", "未与旅游者签订书面合同", "经查，当事人组织旅游未签订书面合同。", "《旅行社条例》", []string{"罚款"}, [2]float64{2, 10}},
	{"environment", "超标排放水污染物", "经监测，当事人总排口化学需氧量超过标准。", "《中华人民共和国水污染防治法》第八十三条", []string{"罚款"}, [2]float64{10, 60}},
	{"environment", "未批先建", "经查，当事人建设项目环评文件未经批准擅自开工。", "《中华人民共和国环境影响评价法》第三十一条", []string{"罚款"}, [2]float64{1, 20}},
	{"construction", "未取得施工许可证擅自施工", "经查，当事人未取得施工许可证擅自施工。", "《建设工程质量管理条例》第五十七条", []string{"罚款"}, [2]float64{2, 40}},
	{"safety", "未对从业人员进行安全生产教育和培训", "经查，当事人未按规定开展安全培训。", "《中华人民共和国安全生产法》第九十七条", []string{"罚款"}, [2]float64{0.5, 8}},
	{"safety", "重大事故隐患逾期未排除", "经查，当事人逾期未排除重大事故隐患。", "《中华人民共和国安全生产法》", []string{"责令停产停业", "罚款"}, [2]float64{10, 50}},
	{"tax", "未按照规定期限办理纳税申报", "经查，当事人未按期办理纳税申报。", "《中华人民共和国税收征收管理法》第六十二条", []string{"罚款"}, [2]float64{0.01, 0.2}},
	{"wage", "未按规定支付劳动者工资", "经查，当事人经责令仍逾期未支付工资。", "《保障农民工工资支付条例》", []string{"罚款"}, [2]float64{2, 5}},
	{"real_estate", "未按规定公示物业服务收费", "经查，当事人未公示服务收费项目和标准。", "《物业管理条例》", []string{"通报批评"}, [2]float64{}},
	{"customs", "进出口货物申报不实", "经查，当事人申报的商品编号与实际不符。", "《中华人民共和国海关行政处罚实施条例》第十五条", []string{"罚款"}, [2]float64{0.5, 15}},
	{"health", "未按规定配备专业人员", "经查，当事人未按规定配备专业人员。", "《养老机构管理办法》", []string{"警告"}, [2]float64{}},
}

// permit is a template of a licence.
type permit struct {
	domain, title, certificate, kind, prefix string
	years                                    int
}

var permits = []permit{
	{"food", "食品经营许可", "食品经营许可证", "普通", "JY", 5}, {"food", "食品生产许可", "食品生产许可证", "普通", "SC", 5},
	{"drug", "药品经营许可", "药品经营许可证", "普通", "YP", 5}, {"transport", "道路货物运输经营许可", "道路运输经营许可证", "普通", "DY", 4},
	{"tourism", "旅行社业务经营许可", "旅行社业务经营许可证", "普通", "LX", 0}, {"construction", "建筑业企业资质核准", "建筑业企业资质证书", "认可", "JZ", 5},
	{"safety", "安全生产许可", "安全生产许可证", "普通", "AQ", 3}, {"environment", "排污许可", "排污许可证", "普通", "PW", 5},
	{"market", "公众聚集场所投入使用、营业前消防安全检查", "消防安全检查合格证", "普通", "XF", 0}, {"real_estate", "商品房预售许可", "商品房预售许可证", "普通", "YS", 2},
	{"health", "公共场所卫生许可", "公共场所卫生许可证", "普通", "WS", 4}, {"market", "户外广告设置许可", "户外广告设置许可证", "普通", "GG", 1},
	{"customs", "对外贸易经营者备案登记", "", "登记", "WM", 0}, {"finance", "小额贷款公司设立审批", "", "核准", "JR", 0},
}

// bureaus that decide, one in every city and county, by domain.
var bureaus = map[string]string{
	"food": "市场监督管理局", "drug": "市场监督管理局", "market": "市场监督管理局", "transport": "交通运输局", "tourism": "旅游和文化广电体育局",
	"environment": "生态环境局", "construction": "住房和城乡建设局", "safety": "应急管理局", "tax": "税务局", "wage": "人力资源和社会保障局",
	"real_estate": "住房和城乡建设局", "customs": "海关", "health": "卫生健康委员会", "finance": "地方金融管理局",
}
